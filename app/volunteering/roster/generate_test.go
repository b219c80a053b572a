package roster

import (
	"fmt"
	"math/rand/v2"
	"time"
	_ "time/tzdata"
)

func seoul() *time.Location { return zone("Asia/Seoul") }

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func at(z *time.Location, day int, clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	return time.Date(2026, 11, day, t.Hour(), t.Minute(), 0, 0, z)
}

// willing can do everything.
func willing() Person {
	return Person{
		Languages: []string{"ko", "en"}, Grants: []Grant{{Duty: "guide"}, {Duty: "interpreter"}},
		ApprovedUntil: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), BirthYear: 1990, Experience: 9,
	}
}

// forum is a forum of made-up people over days of shifts. In a plain one the flow is exact: shifts of two hours, half an
// hour apart, and nothing weighed but seats, wishes and load.
func forum(people, shifts int, plain bool) *Problem {
	r := rand.New(rand.NewPCG(uint64(people), uint64(shifts)))
	p := &Problem{Zone: seoul(), Weights: DefaultWeights()}
	duties := []string{"guide", "interpreter", "desk", "media", "first aid", ""}
	places, perDay := 6, 135
	if plain {
		p.Weights.Continuity, p.Weights.Mixed, p.Weights.Pairs = 0, 0, 0
	} else {
		p.Rules = Rules{Rest: 10 * time.Hour, MaxDay: 480, MaxWeek: 2400, MaxConsecutive: 360, Pause: 20 * time.Minute, NightAge: 19, Experienced: 2}
		p.Travel = make([][]time.Duration, places)
		for a := range places {
			for b := range places {
				p.Travel[a] = append(p.Travel[a], time.Duration(10*abs(a-b))*time.Minute)
			}
		}
	}
	days := (shifts + perDay - 1) / perDay
	for k := range shifts {
		p.Shifts = append(p.Shifts, made(r, p.Zone, k*days/shifts, places, plain))
		need := Need{Shift: k, Duty: duties[r.IntN(len(duties))], Min: 1 + r.IntN(2), Max: 3}
		if need.Duty == "interpreter" && !plain {
			need.Languages, need.Pairs = []string{"ko"}, [][2]string{{"ko", []string{"en", "fr", "zh"}[r.IntN(3)]}}
		}
		p.Needs = append(p.Needs, need)
		if r.IntN(4) == 0 {
			p.Needs = append(p.Needs, Need{Shift: k, Duty: "desk", Min: 1, Max: 2})
		}
	}
	for range people {
		p.People = append(p.People, volunteer(r, p.Zone, days, duties))
	}
	return p
}

func made(r *rand.Rand, z *time.Location, day, places int, plain bool) Shift {
	start, length := time.Duration(8*60+150*r.IntN(5))*time.Minute, 2*time.Hour
	if !plain {
		start = time.Duration(7*60+30*r.IntN(28)) * time.Minute
		length = time.Duration(90+30*r.IntN(6)) * time.Minute
	}
	from := time.Date(2026, 11, 2+day, 0, 0, 0, 0, z).Add(start)
	return Shift{From: from, Until: from.Add(length), Place: r.IntN(places), Night: from.Add(length).Hour() < 6 || from.Hour() >= 21}
}

func volunteer(r *rand.Rand, z *time.Location, days int, duties []string) Person {
	v := willing()
	v.Grants, v.Languages = nil, []string{"ko"}
	for _, d := range duties[:5] {
		if r.IntN(3) == 0 {
			v.Grants = append(v.Grants, Grant{Duty: d})
		}
	}
	for _, l := range []string{"en", "fr", "zh"} {
		if r.IntN(3) == 0 {
			v.Languages = append(v.Languages, l)
		}
	}
	v.BirthYear, v.PastLoad, v.Experience = 1960+r.IntN(48), 60*r.IntN(30), r.IntN(6)
	for day := range days {
		from := time.Date(2026, 11, 2+day, 0, 0, 0, 0, z)
		switch r.IntN(5) {
		case 0, 1:
			v.Availability = append(v.Availability, Availability{from, from.Add(24 * time.Hour), Unavailable})
		case 2:
			v.Availability = append(v.Availability, Availability{from, from.Add(12 * time.Hour), Level(1 + r.IntN(2))})
		}
	}
	return v
}

func abs(n int) int { return max(n, -n) }

// nasty is a small problem of everything that goes wrong: nights, days on which the clocks change, shifts of no length
// and of 40 hours, people for nothing, work elsewhere, pins that break rules.
func nasty(r *rand.Rand) *Problem {
	names := []string{"Asia/Seoul", "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"}
	z := zone(names[r.IntN(len(names))])
	// The clocks of New York went back on this Sunday, those of São Paulo forward at midnight in 2018.
	start := time.Date(2026, 10, 30, 0, 0, 0, 0, z)
	if z.String() == "America/Sao_Paulo" {
		start = time.Date(2018, 11, 2, 0, 0, 0, 0, z)
	}
	p := &Problem{Zone: z, Weights: Weights{
		Extra: r.Int64N(200), Undesired: r.Int64N(50), Desired: r.Int64N(50), Fair: r.Int64N(3),
		Continuity: r.Int64N(30), Mixed: r.Int64N(30), Pairs: r.Int64N(60),
	}}
	p.Rules = Rules{
		Rest: time.Duration(r.IntN(12)) * time.Hour, MaxDay: 240 * r.IntN(4), MaxWeek: 600 * r.IntN(3), MaxConsecutive: 200 * r.IntN(4),
		Pause: time.Duration(r.IntN(40)) * time.Minute, NightAge: 19 * r.IntN(2), Experienced: r.IntN(4),
	}
	p.Travel = [][]time.Duration{{0, 30 * time.Minute}, {45 * time.Minute, 0}}
	moment := func() time.Time { return start.Add(time.Duration(r.IntN(8*24*4)) * 15 * time.Minute) }
	lengths := []int{0, 15, 60, 120, 240, 480, 600, 2400}
	for range 1 + r.IntN(12) {
		from := moment()
		p.Shifts = append(p.Shifts, Shift{from, from.Add(time.Duration(lengths[r.IntN(len(lengths))]) * time.Minute), r.IntN(4) - 1, r.IntN(3) == 0})
	}
	for range 1 + r.IntN(16) {
		n := Need{Shift: r.IntN(len(p.Shifts)), Duty: []string{"", "guide", "interpreter", "nobody's"}[r.IntN(4)], Min: r.IntN(3)}
		n.Max = n.Min + r.IntN(3)
		if r.IntN(4) == 0 {
			n.MinAge, n.MaxAge, n.Languages = 18, 60, []string{"ko"}
			n.Pairs = [][2]string{{"ko", "en"}, {"ko", "fr"}}
		}
		p.Needs = append(p.Needs, n)
	}
	for range r.IntN(14) {
		p.People = append(p.People, odd(r, moment))
	}
	for range r.IntN(5) {
		if len(p.People) > 0 {
			p.Pins = append(p.Pins, Assignment{r.IntN(len(p.Needs)), r.IntN(len(p.People))})
		}
	}
	return p
}

func odd(r *rand.Rand, moment func() time.Time) Person {
	v := willing()
	v.BirthYear, v.PastLoad, v.Experience = []int{0, 1950, 1990, 2009}[r.IntN(4)], r.IntN(2000), r.IntN(5)
	v.MaxDay, v.MaxWeek = 300*r.IntN(3), 900*r.IntN(2)
	if r.IntN(8) == 0 {
		v.ApprovedUntil = []time.Time{{}, moment()}[r.IntN(2)]
	}
	if r.IntN(3) == 0 {
		from := moment()
		v.Grants = []Grant{{"guide", from, from.Add(72 * time.Hour)}, {Duty: "interpreter", Until: moment()}}
	}
	if r.IntN(4) == 0 {
		v.Languages = v.Languages[:1]
	}
	for range r.IntN(4) {
		from := moment()
		v.Availability = append(v.Availability, Availability{from, from.Add(time.Duration(r.IntN(40)) * time.Hour), Level(r.IntN(3))})
	}
	for range r.IntN(3) {
		from := moment()
		v.Elsewhere = append(v.Elsewhere, Engagement{from, from.Add(time.Duration(r.IntN(5)) * time.Hour), r.IntN(3) - 1})
	}
	return v
}

// simple is a problem small enough to try everything. For most, the flow is exact; the others are near to it: periods
// that meet or overlap, one shift that is longer, limits that may just be broken.
func simple(r *rand.Rand) *Problem {
	p := &Problem{Zone: seoul(), Weights: Weights{Extra: r.Int64N(60), Undesired: r.Int64N(20), Desired: r.Int64N(20), Fair: r.Int64N(3)}}
	step := []time.Duration{150, 150, 150, 120, 119, 20 * 60}[r.IntN(6)] * time.Minute
	start, longer := at(p.Zone, 2, "09:00"), r.IntN(12)
	p.Travel = [][]time.Duration{{0, 30 * time.Minute}, {time.Duration(r.IntN(40)) * time.Minute, 0}}
	p.Rules = Rules{MaxDay: 120 * r.IntN(8) / 2, MaxConsecutive: 120 * r.IntN(5) / 2, Rest: time.Duration(16+r.IntN(4)) * time.Hour}
	if r.IntN(2) == 0 {
		p.Rules.MaxDay, p.Rules.MaxConsecutive = 0, 0
	}
	for k := range 1 + r.IntN(4) {
		from := start.Add(time.Duration(r.IntN(3)) * step)
		s := Shift{From: from, Until: from.Add(2 * time.Hour), Place: r.IntN(2)}
		if k == longer {
			s.Until = s.Until.Add(time.Minute * 20)
		}
		p.Shifts = append(p.Shifts, s)
	}
	for range 1 + r.IntN(5) {
		n := Need{Shift: r.IntN(len(p.Shifts)), Min: r.IntN(3), Duty: []string{"", "guide", "interpreter"}[r.IntN(3)]}
		n.Max = n.Min + r.IntN(2)
		p.Needs = append(p.Needs, n)
	}
	for range 1 + r.IntN(4) {
		v := willing()
		v.PastLoad = 30 * r.IntN(20)
		if r.IntN(2) == 0 {
			v.Grants = v.Grants[r.IntN(2):][:1]
		}
		for s := range p.Shifts {
			if l := r.IntN(6); l < 3 {
				v.Availability = append(v.Availability, Availability{p.Shifts[s].From, p.Shifts[s].Until, Level(l)})
			}
		}
		if r.IntN(8) == 0 {
			v.Elsewhere = append(v.Elsewhere, Engagement{start.Add(-2 * time.Hour), start.Add(-10 * time.Minute), 1})
		}
		p.People = append(p.People, v)
	}
	for range r.IntN(3) - r.IntN(2) {
		p.Pins = append(p.Pins, Assignment{r.IntN(len(p.Needs)), r.IntN(len(p.People))})
	}
	return p
}

func show(p *Problem) string { return fmt.Sprintf("%+v", *p) }
