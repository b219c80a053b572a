package roster

import "time"

const minute = 60

// work is a period at a place, in seconds since 1970, cut at the midnights of the zone.
type work struct {
	from, until int64
	place       int
	minutes     int64
	parts       []part
	// day is the one it begins on.
	day int32
}

// part is what of a work lies on a day.
type part struct {
	day, week int32
	minutes   int64
}

func newWork(from, until time.Time, place int, zone *time.Location) work {
	w := work{from: from.Unix(), until: until.Unix(), place: place, day: dayOf(from.In(zone))}
	w.minutes = (w.until - w.from) / minute
	for at := from.In(zone); at.Before(until); {
		next := midnight(at)
		if next.After(until) {
			next = until
		}
		day := dayOf(at)
		w.parts = append(w.parts, part{day, weekOf(day), (next.Unix() - at.Unix()) / minute})
		at = next.In(zone)
	}
	return w
}

// midnight is when the next day begins. Where clocks are put forward at midnight, time.Date may answer an hour of the
// day before.
func midnight(at time.Time) time.Time {
	next := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, at.Location())
	for dayOf(next) <= dayOf(at) {
		next = next.Add(15 * time.Minute)
	}
	return next
}

// dayOf numbers the days of the calendar, 1 January 1970 being 0.
func dayOf(at time.Time) int32 {
	return int32(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * minute))
}

// weekOf numbers weeks from Monday to Sunday; 1 January 1970 was a Thursday.
func weekOf(day int32) int32 { return (day + 3) / 7 }
