package learning

import (
	"cmp"
	"slices"

	"academy/models/courses"
)

// unite orders spans and joins those that overlap or touch, as the database's multirange does.
func unite(spans courses.Spans) courses.Spans {
	slices.SortFunc(spans, func(a, b courses.Span) int { return cmp.Compare(a.From, b.From) })
	var out courses.Spans
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// touched answers which of some ordered spans overlap or touch one: those from i to before j.
func touched(spans courses.Spans, one courses.Span) (i, j int) {
	i, _ = slices.BinarySearchFunc(spans, one.From, func(s courses.Span, from int) int { return cmp.Compare(s.To, from) })
	for j = i; j < len(spans) && spans[j].From <= one.To; j++ {
	}
	return i, j
}

// insert puts one span among ordered ones, in its place.
func insert(spans courses.Spans, one courses.Span) courses.Spans {
	i, j := touched(spans, one)
	if i < j {
		one = courses.Span{From: min(one.From, spans[i].From), To: max(one.To, spans[j-1].To)}
	}
	return slices.Replace(spans, i, j, one)
}
