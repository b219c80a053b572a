package roster

import (
	"cmp"
	"math"
	"slices"
)

// exact says whether the flow alone finds a cheapest roster of what is on the board, as Result.Exact tells it.
func (b *Board) exact() bool {
	return b.plain() && b.disjoint() && len(b.Breaches()) == 0
}

// plain says that costs come from seats and loads.
func (b *Board) plain() bool {
	w := &b.m.Weights
	for i := range b.m.needs {
		n := &b.m.needs[i]
		if w.Continuity > 0 && n.duty != b.m.needs[0].duty || w.Pairs > 0 && len(n.pairs) > 0 {
			return false
		}
	}
	return w.Mixed == 0 || !slices.ContainsFunc(b.m.people, func(p person) bool { return !p.senior })
}

func (b *Board) disjoint() bool {
	periods := b.m.periods()
	for k, w := range periods {
		if w.minutes == 0 || w.minutes != periods[0].minutes {
			return false
		}
		if k > 0 && !b.m.far(&periods[k-1], &w) {
			return false
		}
	}
	days, weeks, stretch := b.m.busiest(periods)
	if b.m.Rules.MaxConsecutive > 0 && stretch > int64(b.m.Rules.MaxConsecutive) {
		return false
	}
	for i := range b.m.people {
		p := &b.m.people[i]
		limited := p.maxDay&p.maxWeek != unlimited || b.m.Rules.MaxConsecutive > 0
		if days > p.maxDay || weeks > p.maxWeek || limited && len(p.elsewhere) > 0 {
			return false
		}
	}
	return true
}

// periods are those of the shifts with needs, in their order.
func (m *model) periods() []work {
	var all []work
	for i := range m.needs {
		if m.needs[i].max > 0 {
			all = append(all, m.works[m.needs[i].shift])
		}
	}
	slices.SortFunc(all, func(a, b work) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until)) })
	return slices.CompactFunc(all, func(a, b work) bool { return a.from == b.from && a.until == b.until })
}

// far says that a person could always work in both periods, wherever.
func (m *model) far(a, b *work) bool {
	x, y := *a, *b
	x.place, y.place = -1, -1
	if m.apart(&x, &y) != OK {
		return false
	}
	gap := b.from - a.until
	for _, row := range m.Travel {
		for _, way := range row {
			if gap < int64(way.Seconds()) {
				return false
			}
		}
	}
	return true
}

// busiest is the most minutes of a day, of a week and without a pause, for somebody who works in all the periods.
func (m *model) busiest(periods []work) (day, week, stretch int64) {
	days, weeks := map[int32]int64{}, map[int32]int64{}
	going, until := int64(0), int64(math.MinInt64/2)
	for i := range periods {
		w := &periods[i]
		for _, x := range w.parts {
			days[x.day] += x.minutes
			weeks[x.week] += x.minutes
			day, week = max(day, days[x.day]), max(week, weeks[x.week])
		}
		if w.from-until >= max(int64(m.Rules.Pause.Seconds()), 1) {
			going = 0
		}
		going += w.minutes
		until = w.until
		stretch = max(stretch, going)
	}
	return day, week, stretch
}
