package roster

import (
	"slices"
	"time"
)

// entry is a work of a person; need is -1 for work elsewhere.
type entry struct {
	work, need int32
	pinned     bool
}

// before are the rules of a person alone that come before those of time.
func (m *model) before(p, i int) Reason {
	who, n := &m.people[p], &m.needs[i]
	w := &m.works[n.shift]
	switch {
	case m.Needs[i].Duty != "" && !who.granted(n.duty, w.from):
		return Unqualified
	case !who.speaks(n.languages):
		return Language
	case who.approved <= w.from:
		return Unapproved
	}
	return OK
}

// after are those that come after.
func (m *model) after(p, i int) Reason {
	n := &m.Needs[i]
	s := &m.Shifts[n.Shift]
	night := s.Night && m.Rules.NightAge > 0
	if !night && n.MinAge == 0 && n.MaxAge == 0 {
		return OK
	}
	born := m.People[p].BirthYear
	age := s.From.In(m.Zone).Year() - born
	switch {
	case (n.MinAge > 0 || n.MaxAge > 0) && born == 0, age < n.MinAge, n.MaxAge > 0 && age > n.MaxAge:
		return Age
	case night && (born == 0 || age < m.Rules.NightAge):
		return Night
	}
	return OK
}

// granted says whether the person may do a duty when a shift begins.
func (p *person) granted(duty int32, at int64) bool {
	return slices.ContainsFunc(p.grants, func(g grant) bool { return g.duty == duty && g.from <= at && at < g.until })
}

func (p *person) speaks(languages []int32) bool {
	for _, l := range languages {
		if !slices.Contains(p.languages, l) {
			return false
		}
	}
	return true
}

// liking is what the person said of a work: barred when it touches a period that is unavailable.
func (p *person) liking(w *work) liking { return liked(p.said, w) }

func liked(all []said, w *work) liking {
	// A work without length still takes place at its moment.
	until := max(w.until, w.from+1)
	wanted, answer := w.from, neutral
	for _, s := range all {
		if s.from >= until {
			break
		}
		if s.until <= w.from {
			continue
		}
		switch s.level {
		case Unavailable:
			return barred
		case Undesired:
			answer = against
		case Desired:
			if s.from <= wanted {
				wanted = max(wanted, s.until)
			}
		}
	}
	if answer == neutral && wanted >= until {
		return after
	}
	return answer
}

// beside are the rules of a work beside the other works of a person, in their order. It is the innermost of all loops.
func (m *model) beside(p int32, held []entry, at int32) Reason {
	w, answer := &m.works[at], reasons
	for _, e := range held {
		if e.work == at {
			return Overlap
		}
		if r := m.apart(&m.works[e.work], w); r != OK && r < answer {
			answer = r
		}
	}
	if answer != reasons {
		return answer
	}
	who := &m.people[p]
	if who.maxDay&who.maxWeek != unlimited {
		if r := m.within(who, held, w); r != OK {
			return r
		}
	}
	if m.Rules.MaxConsecutive > 0 && m.stretch(held, w) > int64(m.Rules.MaxConsecutive) {
		return Consecutive
	}
	return OK
}

const unlimited = 1<<63 - 1

// apart are the rules for two works of one person.
func (m *model) apart(a, b *work) Reason {
	if b.from < a.from || b.from == a.from && b.until < a.until {
		a, b = b, a
	}
	gap := b.from - a.until
	switch {
	case gap < 0:
		return Overlap
	case gap < m.travel(a.place, b.place):
		return Travel
	case a.day != b.day && gap < int64(m.Rules.Rest/time.Second):
		return Rest
	}
	return OK
}

func (m *model) travel(from, to int) int64 {
	if from < 0 || from >= len(m.Travel) || to < 0 || to >= len(m.Travel[from]) {
		return 0
	}
	return int64(m.Travel[from][to] / time.Second)
}

// within are the maximums of days and weeks.
func (m *model) within(who *person, held []entry, w *work) Reason {
	for _, x := range w.parts {
		if x.minutes > who.maxDay || x.minutes+m.sum(held, func(y part) bool { return y.day == x.day }) > who.maxDay {
			return DayMax
		}
	}
	for _, x := range w.parts {
		same := func(y part) bool { return y.week == x.week }
		total := m.sum(held, same)
		for _, y := range w.parts {
			if same(y) {
				total += y.minutes
			}
		}
		if total > who.maxWeek {
			return WeekMax
		}
	}
	return OK
}

func (m *model) sum(held []entry, counts func(part) bool) (minutes int64) {
	for _, e := range held {
		for _, y := range m.works[e.work].parts {
			if counts(y) {
				minutes += y.minutes
			}
		}
	}
	return minutes
}

// stretch is the minutes of work that w would be part of without a pause.
func (m *model) stretch(held []entry, w *work) int64 {
	from, until, minutes := w.from, w.until, w.minutes
	pause := max(int64(m.Rules.Pause/time.Second), 1)
	for grown := true; grown; {
		grown = false
		for _, e := range held {
			x := &m.works[e.work]
			if from-x.until < pause && x.from-until < pause && (x.from < from || x.until > until) {
				from, until, grown = min(from, x.from), max(until, x.until), true
			}
		}
	}
	for _, e := range held {
		if x := &m.works[e.work]; from <= x.from && x.until <= until {
			minutes += x.minutes
		}
	}
	return minutes
}
