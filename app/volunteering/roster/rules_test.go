package roster

import (
	"slices"
	"testing"
	"time"
)

// day is a day of a guide's: the first shift is taken already, the second is asked for.
func day(z *time.Location, from1, until1, from2, until2 time.Time) *Problem {
	return &Problem{
		Zone: z, People: []Person{willing()},
		Shifts: []Shift{{From: from1, Until: until1}, {From: from2, Until: until2}},
		Needs:  []Need{{Shift: 0, Duty: "guide", Max: 1}, {Shift: 1, Duty: "guide", Max: 1}},
		Pins:   []Assignment{{0, 0}},
	}
}

func why(t *testing.T, p *Problem) Reason {
	t.Helper()
	b, err := NewBoard(p, p.Pins)
	if err != nil {
		t.Fatal(err)
	}
	return b.Why(0, 1)
}

func TestWhy_NamesTheRule(t *testing.T) {
	t.Parallel()
	z := seoul()
	for name, c := range map[string]struct {
		want   Reason
		change func(p *Problem)
	}{
		"nothing":                      {OK, func(*Problem) {}},
		"no grant":                     {Unqualified, func(p *Problem) { p.People[0].Grants = nil }},
		"a grant of another duty":      {Unqualified, func(p *Problem) { p.Needs[1].Duty = "first aid" }},
		"no duty, no grant":            {OK, func(p *Problem) { p.Needs[1].Duty, p.People[0].Grants = "", nil }},
		"a grant that ended before":    {Unqualified, func(p *Problem) { p.People[0].Grants = []Grant{{"guide", time.Time{}, at(z, 2, "14:00")}} }},
		"a grant that ends later":      {OK, func(p *Problem) { p.People[0].Grants = []Grant{{"guide", time.Time{}, at(z, 2, "14:01")}} }},
		"a grant that begins too late": {Unqualified, func(p *Problem) { p.People[0].Grants = []Grant{{Duty: "guide", From: at(z, 2, "14:01")}} }},
		"a second grant": {OK, func(p *Problem) {
			p.People[0].Grants = []Grant{{"guide", time.Time{}, at(z, 1, "14:01")}, {Duty: "guide"}}
		}},
		"a language":                 {Language, func(p *Problem) { p.Needs[1].Languages = []string{"ko", "fr"} }},
		"never approved":             {Unapproved, func(p *Problem) { p.People[0].ApprovedUntil = time.Time{} }},
		"approval ended":             {Unapproved, func(p *Problem) { p.People[0].ApprovedUntil = at(z, 2, "14:00") }},
		"away for a moment":          {Away, said1(at(z, 2, "15:59"), at(z, 2, "23:00"), Unavailable)},
		"away until then":            {OK, said1(at(z, 2, "08:00"), at(z, 2, "14:00"), Unavailable)},
		"away from then":             {OK, said1(at(z, 2, "16:00"), at(z, 2, "18:00"), Unavailable)},
		"undesired":                  {OK, said1(at(z, 2, "15:59"), at(z, 2, "23:00"), Undesired)},
		"at the same time":           {Overlap, func(p *Problem) { p.Shifts[1].From = at(z, 2, "11:59") }},
		"the same shift":             {Overlap, func(p *Problem) { p.Needs[1].Shift = 0 }},
		"right after":                {OK, func(p *Problem) { p.Shifts[1].From = at(z, 2, "12:00") }},
		"elsewhere":                  {Overlap, elsewhere1(at(z, 2, "15:00"), at(z, 2, "17:00"))},
		"too far":                    {Travel, travel(121)},
		"far enough":                 {OK, travel(120)},
		"far from elsewhere":         {Travel, func(p *Problem) { travel(1)(p); elsewhere1(at(z, 2, "16:00"), at(z, 2, "17:00"))(p) }},
		"no way online":              {OK, func(p *Problem) { travel(600)(p); p.Shifts[1].Place = -1 }},
		"rest is for nights":         {OK, func(p *Problem) { p.Rules.Rest = 11 * time.Hour }},
		"the day's maximum":          {DayMax, func(p *Problem) { p.Rules.MaxDay = 239 }},
		"the day's maximum is met":   {OK, func(p *Problem) { p.Rules.MaxDay = 240 }},
		"the person's maximum":       {DayMax, func(p *Problem) { p.Rules.MaxDay, p.People[0].MaxDay = 600, 180 }},
		"the day with elsewhere":     {DayMax, func(p *Problem) { p.Rules.MaxDay = 240; elsewhere1(at(z, 2, "20:00"), at(z, 2, "20:01"))(p) }},
		"the week's maximum":         {WeekMax, func(p *Problem) { p.Rules.MaxWeek = 239 }},
		"the person's week":          {WeekMax, func(p *Problem) { p.People[0].MaxWeek = 1 }},
		"too long without a pause":   {Consecutive, func(p *Problem) { p.Shifts[1].From, p.Rules.MaxConsecutive = at(z, 2, "12:00"), 300 }},
		"a pause":                    {OK, func(p *Problem) { p.Shifts[1].From, p.Rules.MaxConsecutive = at(z, 2, "12:01"), 300 }},
		"a short pause is none":      {Consecutive, func(p *Problem) { p.Rules.MaxConsecutive, p.Rules.Pause = 200, 121*time.Minute }},
		"a long pause":               {OK, func(p *Problem) { p.Rules.MaxConsecutive, p.Rules.Pause = 200, 120*time.Minute }},
		"a bridge of work elsewhere": {Consecutive, func(p *Problem) { p.Rules.MaxConsecutive = 300; elsewhere1(at(z, 2, "12:00"), at(z, 2, "14:00"))(p) }},
		"too young":                  {Age, func(p *Problem) { p.Needs[1].MinAge = 37 }},
		"old enough":                 {OK, func(p *Problem) { p.Needs[1].MinAge = 36 }},
		"too old":                    {Age, func(p *Problem) { p.Needs[1].MaxAge = 35 }},
		"of no known age":            {Age, func(p *Problem) { p.Needs[1].MaxAge, p.People[0].BirthYear = 99, 0 }},
		"young at night":             {Night, func(p *Problem) { night(p); p.People[0].BirthYear = 2008 }},
		"young by day":               {OK, func(p *Problem) { night(p); p.Shifts[1].Night, p.People[0].BirthYear = false, 2008 }},
		"of age at night":            {OK, func(p *Problem) { night(p); p.People[0].BirthYear = 2007 }},
		"unknown at night":           {Night, func(p *Problem) { night(p); p.People[0].BirthYear = 0 }},
		"full":                       {Full, func(p *Problem) { p.People = append(p.People, willing()); p.Pins = append(p.Pins, Assignment{1, 1}) }},
	} {
		p := day(z, at(z, 2, "10:00"), at(z, 2, "12:00"), at(z, 2, "14:00"), at(z, 2, "16:00"))
		c.change(p)
		if got := why(t, p); got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func said1(from, until time.Time, l Level) func(*Problem) {
	return func(p *Problem) { p.People[0].Availability = []Availability{{from, until, l}} }
}

func elsewhere1(from, until time.Time) func(*Problem) {
	return func(p *Problem) { p.People[0].Elsewhere = []Engagement{{from, until, 0}} }
}

func travel(minutes time.Duration) func(*Problem) {
	return func(p *Problem) {
		p.Shifts[1].Place, p.Travel = 1, [][]time.Duration{{0, minutes * time.Minute}, {minutes * time.Minute, 0}}
	}
}

func night(p *Problem) { p.Shifts[1].Night, p.Rules.NightAge = true, 19 }

func TestWhy_NamesTheFirstRuleOfSeveral(t *testing.T) {
	t.Parallel()
	z := seoul()
	p := day(z, at(z, 2, "10:00"), at(z, 2, "20:00"), at(z, 2, "11:00"), at(z, 2, "23:00"))
	p.Needs[1].Languages, p.Needs[1].MinAge = []string{"fr"}, 99
	p.Rules = Rules{MaxDay: 1, MaxWeek: 1, MaxConsecutive: 1, NightAge: 99}
	p.People[0] = Person{BirthYear: 2015, Availability: []Availability{{at(z, 1, "00:00"), at(z, 9, "00:00"), Unavailable}}}
	p.Shifts[1].Night = true
	p.People = append(p.People, willing())
	p.Pins = append(p.Pins, Assignment{1, 1})
	mend := []func(){
		func() { p.People[0].Grants = []Grant{{Duty: "guide"}} },
		func() { p.People[0].Languages = []string{"fr"} },
		func() { p.People[0].ApprovedUntil = at(z, 30, "00:00") },
		func() { p.People[0].Availability = nil },
		func() {
			p.Shifts[1].From, p.Shifts[1].Place, p.Travel = at(z, 2, "20:10"), 1, [][]time.Duration{{0, time.Hour}, {time.Hour, 0}}
		},
		func() {
			p.Travel, p.Shifts[1].From, p.Shifts[1].Until, p.Rules.Rest = nil, at(z, 3, "04:00"), at(z, 3, "05:00"), 9*time.Hour
		},
		func() { p.Rules.Rest = 0 },
		func() { p.Rules.MaxDay = 0 },
		func() { p.Rules.MaxWeek = 0 },
		func() { p.Rules.MaxConsecutive = 0 },
		func() { p.Needs[1].MinAge = 0 },
		func() { p.Rules.NightAge = 0 },
		func() { p.Needs[1].Max = 2 },
	}
	var got []Reason
	for _, m := range mend {
		got = append(got, why(t, p))
		m()
	}
	want := []Reason{Unqualified, Language, Unapproved, Away, Overlap, Travel, Rest, DayMax, WeekMax, Consecutive, Age, Night, Full}
	if !slices.Equal(got, want) || why(t, p) != OK {
		t.Errorf("%v, then %v", got, why(t, p))
	}
}

func TestWhy_CountsByTheClockOfTheZone(t *testing.T) {
	t.Parallel()
	newYork, saoPaulo := zone("America/New_York"), zone("America/Sao_Paulo")
	for name, c := range map[string]struct {
		want  Reason
		rules Rules
		p     *Problem
	}{
		"a night counts on both its days": {
			OK, Rules{MaxDay: 480},
			day(seoul(), at(seoul(), 2, "20:00"), at(seoul(), 3, "04:00"), at(seoul(), 3, "14:00"), at(seoul(), 3, "18:00")),
		},
		"and no more than that": {
			DayMax, Rules{MaxDay: 480},
			day(seoul(), at(seoul(), 2, "20:00"), at(seoul(), 3, "04:00"), at(seoul(), 3, "14:00"), at(seoul(), 3, "18:01")),
		},
		"a night from Sunday counts in both weeks": {
			WeekMax, Rules{MaxWeek: 479},
			day(seoul(), at(seoul(), 1, "20:00"), at(seoul(), 2, "04:00"), at(seoul(), 7, "10:00"), at(seoul(), 7, "14:00")),
		},
		"the hour that comes twice is worked twice": {
			DayMax, Rules{MaxDay: 599},
			day(newYork, at(newYork, 1, "00:00"), at(newYork, 1, "05:00"), at(newYork, 1, "12:00"), at(newYork, 1, "16:00")),
		},
		"rest is in hours, not by the clock": {
			OK, Rules{Rest: 10 * time.Hour},
			day(newYork, at(newYork, 1, "00:00").Add(-3*time.Hour), at(newYork, 1, "00:00").Add(-time.Hour), at(newYork, 1, "08:00"), at(newYork, 1, "09:00")),
		},
		"a rest too short by a minute": {
			Rest, Rules{Rest: 10*time.Hour + time.Minute},
			day(newYork, at(newYork, 1, "00:00").Add(-3*time.Hour), at(newYork, 1, "00:00").Add(-time.Hour), at(newYork, 1, "08:00"), at(newYork, 1, "09:00")),
		},
		"a day that begins at one o'clock": {
			DayMax, Rules{MaxDay: 239},
			day(saoPaulo, gap(-1), gap(2), gap(9), gap(11)),
		},
		"and its eve": {
			OK, Rules{MaxDay: 240},
			day(saoPaulo, gap(-1), gap(2), gap(9), gap(11)),
		},
		"forty hours are too long for a day": {
			DayMax, Rules{MaxDay: 1439},
			day(seoul(), at(seoul(), 9, "08:00"), at(seoul(), 9, "09:00"), at(seoul(), 2, "08:00"), at(seoul(), 4, "00:00")),
		},
		"no minutes at all still overlap": {
			Overlap, Rules{},
			day(seoul(), at(seoul(), 2, "08:00"), at(seoul(), 2, "09:00"), at(seoul(), 2, "08:30"), at(seoul(), 2, "08:30")),
		},
	} {
		c.p.Rules = c.rules
		if got := why(t, c.p); got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

// gap is so many hours after the moment at which a day of São Paulo began at one o'clock.
func gap(hours time.Duration) time.Time {
	return time.Date(2018, 11, 4, 3, 0, 0, 0, time.UTC).Add(hours * time.Hour)
}

func TestVacancies_CountWhatKeepsEverybodyAway(t *testing.T) {
	t.Parallel()
	z := seoul()
	p := day(z, at(z, 2, "10:00"), at(z, 2, "12:00"), at(z, 2, "11:00"), at(z, 2, "13:00"))
	p.Needs[1].Min, p.Needs[1].Max = 2, 3
	stranger, away := willing(), willing()
	stranger.Grants = nil
	away.Availability = []Availability{{at(z, 2, "00:00"), at(z, 3, "00:00"), Unavailable}}
	p.People = append(p.People, stranger, stranger, away, willing())
	got := solve(t, p, Options{Steps: 1000}).Board.Vacancies()
	if len(got) != 1 || got[0].Need != 1 || got[0].Missing != 1 || got[0].Open != 2 {
		t.Fatalf("%+v", got)
	}
	want := [Reasons]int{Unqualified: 2, Away: 1, Overlap: 1}
	if got[0].Removed != want {
		t.Errorf("%v, not %v", got[0].Removed, want)
	}
}

func TestBreaches_NameThePinsThatBreakARule(t *testing.T) {
	t.Parallel()
	z := seoul()
	p := day(z, at(z, 2, "10:00"), at(z, 2, "12:00"), at(z, 2, "11:00"), at(z, 2, "13:00"))
	p.Pins = []Assignment{{0, 0}, {1, 0}, {1, 0}}
	got := solve(t, p, Options{}).Board.Breaches()
	want := []Breach{{Assignment{0, 0}, Overlap, true}, {Assignment{1, 0}, Overlap, true}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// TestAssignments_AnyPartKeepsTheRules is what accepting a preview in part relies on.
func TestAssignments_AnyPartKeepsTheRules(t *testing.T) {
	t.Parallel()
	p := forum(60, 60, false)
	all := solve(t, p, Options{Steps: 20_000}).Assignments
	for skip := range 5 {
		var part []Assignment
		for k, a := range all {
			if k%5 != skip {
				part = append(part, a)
			}
		}
		b, err := NewBoard(p, part)
		if err != nil || len(b.Breaches()) > 0 {
			t.Errorf("%v, %v", err, b.Breaches())
		}
	}
}
