package locale

import (
	"fmt"
	"time"
)

var weekdays = [...]string{"일", "월", "화", "수", "목", "금", "토"} //nolint:gochecknoglobals // a constant table

// Date writes a day: 2025. 7. 14.(월) or Mon 14 Jul 2025.
func (p Printer) Date(t time.Time) string {
	t = t.In(p.Zone)
	if p.Lang == EN {
		return t.Format("Mon 2 Jan 2006")
	}
	return fmt.Sprintf("%d. %d. %d.(%s)", t.Year(), t.Month(), t.Day(), weekdays[t.Weekday()])
}

// DateTime writes a day and the time of day: 2025. 7. 14.(월) 10:00.
func (p Printer) DateTime(t time.Time) string { return p.Date(t) + " " + p.HourMinute(t) }

// HourMinute is the time of day, where the date stands elsewhere.
func (p Printer) HourMinute(t time.Time) string { return t.In(p.Zone).Format("15:04") }

// Clock writes the time of day with seconds, as in "saved 12:03:05".
func (p Printer) Clock(t time.Time) string { return t.In(p.Zone).Format("15:04:05") }

// Minutes writes a length of time: 45분, 1시간 30분; 45 min, 1 h 30 min.
func (p Printer) Minutes(m int) string {
	hour, minute, space := "시간", "분", ""
	if p.Lang == EN {
		hour, minute, space = "h", "min", " "
	}
	switch {
	case m < 60:
		return fmt.Sprintf("%d%s%s", m, space, minute)
	case m%60 == 0:
		return fmt.Sprintf("%d%s%s", m/60, space, hour)
	}
	return fmt.Sprintf("%d%s%s %d%s%s", m/60, space, hour, m%60, space, minute)
}

// Timestamp writes a place in a video: 1:05 or 1:02:03.
func Timestamp(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
