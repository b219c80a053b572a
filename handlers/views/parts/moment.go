package parts

import (
	"context"
	"time"

	"academy/app/locale"
)

// Day writes a day without its year: 11월 27일(금), Fri 27 Nov.
func Day(ctx context.Context, t time.Time) string {
	p := locale.From(ctx)
	t = t.In(p.Zone)
	if p.Lang == locale.EN {
		return t.Format("Mon 2 Jan")
	}
	weekdays := [...]string{"일", "월", "화", "수", "목", "금", "토"}
	return t.Format("1월 2일") + "(" + weekdays[t.Weekday()] + ")"
}

// Span writes from when until when on a day: 09:00–13:00, with a word where it ends on another.
func Span(ctx context.Context, starts, ends time.Time) string {
	p := locale.From(ctx)
	text := p.HourMinute(starts) + "–" + p.HourMinute(ends)
	if starts.In(p.Zone).Format(time.DateOnly) != ends.In(p.Zone).Format(time.DateOnly) {
		text += " " + p.T("volunteer.next_day")
	}
	return text
}

// Days writes the first and the last of some days. They are days of a calendar, not moments.
func Days(ctx context.Context, first, last *time.Time) string {
	if first == nil || last == nil {
		return locale.T(ctx, "volunteer.any_time")
	}
	p := locale.From(ctx)
	p.Zone = time.UTC
	if first.Equal(*last) {
		return p.Date(*first)
	}
	return p.Date(*first) + " – " + p.Date(*last)
}
