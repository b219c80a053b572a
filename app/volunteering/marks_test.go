package volunteering

import (
	"testing"
	"time"

	"academy/models/volunteering"

	"github.com/google/uuid"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestWorked_IsTheTimeThatHasPassedWhateverClocksWereSetTo(t *testing.T) {
	t.Parallel()
	seoul, berlin, york := zone(t, "Asia/Seoul"), zone(t, "Europe/Berlin"), zone(t, "America/New_York")
	at := func(z *time.Location, month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, z)
	}
	for _, c := range []struct {
		name                     string
		came, left, starts, ends time.Time
		want                     int
	}{
		{"a whole shift", at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), 240},
		{"early and late do not count", at(seoul, 5, 1, 8, 10), at(seoul, 5, 1, 14, 0), at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), 240},
		{"a late comer", at(seoul, 5, 1, 9, 30), at(seoul, 5, 1, 13, 0), at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), 210},
		{"gone before it began", at(seoul, 5, 1, 8, 10), at(seoul, 5, 1, 8, 50), at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), 0},
		{"overnight", at(seoul, 5, 1, 22, 0), at(seoul, 5, 2, 6, 0), at(seoul, 5, 1, 22, 0), at(seoul, 5, 2, 6, 0), 480},
		{"the night in which clocks go forward", at(berlin, 3, 28, 22, 0), at(berlin, 3, 29, 6, 0), at(berlin, 3, 28, 22, 0), at(berlin, 3, 29, 6, 0), 420},
		{"the night in which clocks go back", at(berlin, 10, 24, 22, 0), at(berlin, 10, 25, 6, 0), at(berlin, 10, 24, 22, 0), at(berlin, 10, 25, 6, 0), 540},
		{"written in two zones", at(york, 11, 1, 0, 30), at(seoul, 11, 1, 16, 30), at(york, 11, 1, 0, 0), at(york, 11, 1, 6, 0), 180},
		{"a second late", at(seoul, 5, 1, 9, 0).Add(time.Second), at(seoul, 5, 1, 13, 0), at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), 240},
		{"most of a minute late", at(seoul, 5, 1, 9, 0).Add(31 * time.Second), at(seoul, 5, 1, 13, 0), at(seoul, 5, 1, 9, 0), at(seoul, 5, 1, 13, 0), 239},
	} {
		if got := worked(c.came, c.left, c.starts, c.ends); got != c.want {
			t.Errorf("%s: %d minutes, want %d", c.name, got, c.want)
		}
	}
}

func TestDue_CountsByTheFactorAndNoMoreThanADayTakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ minutes, factor, used, most, want int }{
		{240, 100, 0, 480, 240}, {240, 150, 0, 480, 360}, {600, 100, 0, 480, 480}, {240, 100, 300, 480, 180}, {240, 100, 480, 480, 0}, {240, 100, 600, 480, 0}, {600, 100, 600, 0, 600}, {0, 100, 0, 480, 0}, {1, 50, 0, 480, 0},
	} {
		if got := due(c.minutes, c.factor, c.used, c.most); got != c.want {
			t.Errorf("%+v: got %d", c, got)
		}
	}
}

func TestMarks_StandInTheOrderOfTheDay(t *testing.T) {
	t.Parallel()
	starts := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) // 09:00 in Seoul
	ends := starts.Add(4 * time.Hour)
	during := starts.Add(time.Hour)
	all := map[string][]Mark{
		"assigned":               {MarkIn, MarkLate, MarkNoShow, MarkExcused},
		"confirmed":              {MarkIn, MarkLate, MarkNoShow, MarkExcused},
		"checked_in":             {MarkOut, MarkEarly, MarkLate},
		"completed":              {},
		"left_early":             {},
		"no_show":                {MarkIn, MarkLate, MarkExcused},
		"excused":                {MarkIn, MarkLate},
		"waitlisted":             {},
		"cancelled_by_volunteer": {},
		"cancelled_by_organiser": {},
	}
	for state, want := range all {
		var got []Mark
		for _, m := range Marks() {
			if m.Can(volunteering.Attendance{State: state}, starts, during) {
				got = append(got, m)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: got %v, want %v", state, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: got %v, want %v", state, got, want)
			}
		}
	}
	confirmed := volunteering.Attendance{State: "confirmed"}
	if MarkNoShow.Can(confirmed, starts, starts.Add(-time.Minute)) || !MarkExcused.Can(confirmed, starts, starts.Add(-time.Minute)) || MarkIn.Can(confirmed, starts, starts.Add(-10*time.Hour)) {
		t.Error("what is marked before the shift begins, or before its day")
	}
	after := MarkIn.apply(confirmed, starts, ends, ends.Add(48*time.Hour))
	if after.CameAt == nil || !after.CameAt.Equal(starts) || after.Late {
		t.Errorf("marked when all is over: %+v", after)
	}
	if left := MarkOut.apply(after, starts, ends, ends.Add(48*time.Hour)); left.LeftAt == nil || !left.LeftAt.Equal(ends) {
		t.Errorf("marked when all is over: %+v", left)
	}
	if late := MarkIn.apply(confirmed, starts, ends, starts.Add(11*time.Minute)); !late.Late {
		t.Error("eleven minutes are not late")
	}
	if outMark(ends, ends.Add(-11*time.Minute)) != MarkEarly || outMark(ends, ends.Add(-9*time.Minute)) != MarkOut {
		t.Error("who leaves eleven minutes before the end leaves early")
	}
}

func TestPick_FindsTheShiftThatACodeIsAbout(t *testing.T) {
	t.Parallel()
	nine := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) // 09:00 in Seoul
	shift := func(state string, from, until int) volunteering.OwnAssignment {
		var a volunteering.OwnAssignment
		a.ID, a.State, a.StartsAt, a.EndsAt = uuid.New(), state, nine.Add(time.Duration(from)*time.Hour), nine.Add(time.Duration(until)*time.Hour)
		return a
	}
	for _, c := range []struct {
		name string
		rows []volunteering.OwnAssignment
		now  time.Duration
		at   int
		said string
	}{
		{"nothing", nil, 0, -1, "not_assigned"},
		{"an hour before", []volunteering.OwnAssignment{shift("confirmed", 0, 4)}, -time.Hour, 0, "in"},
		{"earlier", []volunteering.OwnAssignment{shift("confirmed", 0, 4)}, -time.Hour - time.Minute, 0, "too_early"},
		{"the day before", []volunteering.OwnAssignment{shift("confirmed", 0, 4)}, -20 * time.Hour, 0, "wrong_day"},
		{"the day after", []volunteering.OwnAssignment{shift("confirmed", 0, 4)}, 24 * time.Hour, 0, "wrong_day"},
		{"not accepted, but here", []volunteering.OwnAssignment{shift("assigned", 0, 4)}, time.Minute, 0, "in"},
		{"when it is over", []volunteering.OwnAssignment{shift("confirmed", 0, 4)}, 4 * time.Hour, 0, "over"},
		{"to leave", []volunteering.OwnAssignment{shift("checked_in", 0, 4)}, 4*time.Hour + time.Minute, 0, "out"},
		{"to leave much later", []volunteering.OwnAssignment{shift("checked_in", 0, 4)}, 7 * time.Hour, 0, "over"},
		{"to leave one before the next begins", []volunteering.OwnAssignment{shift("confirmed", 4, 8), shift("checked_in", 0, 4)}, 4 * time.Hour, 1, "out"},
		{"and then the next", []volunteering.OwnAssignment{shift("completed", 0, 4), shift("confirmed", 4, 8)}, 4 * time.Hour, 1, "in"},
		{"twice", []volunteering.OwnAssignment{shift("completed", 0, 4)}, 4 * time.Hour, 0, "done"},
		{"marked absent", []volunteering.OwnAssignment{shift("no_show", 0, 4)}, time.Hour, 0, "marked_missing"},
		{"just after midnight", []volunteering.OwnAssignment{shift("confirmed", 15, 20)}, 15*time.Hour - time.Minute, 0, "in"},
	} {
		at, do, why := pick(c.rows, nine.Add(c.now))
		if at != c.at || do+why != c.said {
			t.Errorf("%s: %d %s%s, want %d %s", c.name, at, do, why, c.at, c.said)
		}
	}
}
