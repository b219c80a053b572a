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
