package roster

import (
	"slices"
	"time"
)

// lawful says the same as Why about somebody in a seat, written again from the words of the rules and minute by minute.
func lawful(p *Problem, all []Assignment, a Assignment) bool {
	n, who := p.Needs[a.Need], p.People[a.Person]
	s := p.Shifts[n.Shift]
	team := 0
	var others []Engagement
	for _, b := range all {
		if b.Need == a.Need {
			team++
		}
		if b.Person == a.Person && b != a {
			o := p.Shifts[p.Needs[b.Need].Shift]
			if p.Needs[b.Need].Shift == n.Shift {
				return false
			}
			others = append(others, Engagement{o.From, o.Until, o.Place})
		}
	}
	others = append(others, who.Elsewhere...)
	return team <= n.Max && able(p, n, s, who) && free(p, s, others) && rested(p, s, who, others)
}

func able(p *Problem, n Need, s Shift, who Person) bool {
	granted := n.Duty == "" || slices.ContainsFunc(who.Grants, func(g Grant) bool {
		return g.Duty == n.Duty && !g.From.After(s.From) && (g.Until.IsZero() || g.Until.After(s.From))
	})
	for _, l := range n.Languages {
		granted = granted && slices.Contains(who.Languages, l)
	}
	age := s.From.In(p.Zone).Year() - who.BirthYear
	limited := n.MinAge > 0 || n.MaxAge > 0 || s.Night && p.Rules.NightAge > 0
	old := !limited || who.BirthYear > 0 && age >= n.MinAge && (n.MaxAge == 0 || age <= n.MaxAge) && (!s.Night || age >= p.Rules.NightAge)
	for _, a := range who.Availability {
		if a.Level == Unavailable && touch(s.From, s.Until, a.From, a.Until) {
			return false
		}
	}
	return granted && old && s.From.Before(who.ApprovedUntil)
}

// touch says that periods share a moment; one without length is its moment.
func touch(from, until, a, b time.Time) bool {
	if from.Equal(until) {
		return !from.Before(a) && from.Before(b)
	}
	return from.Before(b) && a.Before(until)
}

func free(p *Problem, s Shift, others []Engagement) bool {
	for _, o := range others {
		first, second := Engagement{s.From, s.Until, s.Place}, o
		if second.From.Before(first.From) || second.From.Equal(first.From) && second.Until.Before(first.Until) {
			first, second = second, first
		}
		gap := second.From.Sub(first.Until)
		way := time.Duration(0)
		if first.Place >= 0 && second.Place >= 0 && first.Place < len(p.Travel) && second.Place < len(p.Travel) {
			way = p.Travel[first.Place][second.Place]
		}
		sameDay := first.From.In(p.Zone).Format(time.DateOnly) == second.From.In(p.Zone).Format(time.DateOnly)
		if gap < 0 || gap < way || !sameDay && gap < p.Rules.Rest {
			return false
		}
	}
	return true
}

// rested counts quarters of an hour, of which all shifts here are made, on the clock of the zone.
func rested(p *Problem, s Shift, who Person, others []Engagement) bool {
	const tick = 15 * time.Minute
	days, weeks, mine := map[string]int{}, map[[2]int]int{}, map[string]bool{}
	count := func(from, until time.Time, own bool) {
		for at := from; at.Before(until); at = at.Add(tick) {
			local := at.In(p.Zone)
			year, week := local.ISOWeek()
			days[local.Format(time.DateOnly)] += 15
			weeks[[2]int{year, week}] += 15
			if own {
				mine[local.Format(time.DateOnly)] = true
			}
		}
	}
	count(s.From, s.Until, true)
	for _, o := range others {
		count(o.From, o.Until, false)
	}
	over := func(n, own, all int) bool { return own > 0 && n > own || all > 0 && n > all }
	for day := range mine {
		at, _ := time.Parse(time.DateOnly, day)
		year, week := at.ISOWeek()
		if over(days[day], who.MaxDay, p.Rules.MaxDay) || over(weeks[[2]int{year, week}], who.MaxWeek, p.Rules.MaxWeek) {
			return false
		}
	}
	return p.Rules.MaxConsecutive == 0 || unbroken(s, others, p.Rules.Pause) <= p.Rules.MaxConsecutive
}

// unbroken is the minutes of the stretch of work that holds the shift.
func unbroken(s Shift, others []Engagement, pause time.Duration) int {
	all := append([]Engagement{{s.From, s.Until, 0}}, others...)
	slices.SortFunc(all, func(a, b Engagement) int { return a.From.Compare(b.From) })
	minutes, until, holds := 0, time.Time{}, false
	for _, w := range all {
		if gap := w.From.Sub(until); gap > 0 && gap >= pause {
			if holds {
				break
			}
			minutes, until = 0, w.Until
		}
		minutes += int(w.Until.Sub(w.From).Minutes())
		if w.Until.After(until) {
			until = w.Until
		}
		holds = holds || w.From.Equal(s.From) && w.Until.Equal(s.Until)
	}
	return minutes
}
