package coord

import (
	"context"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/views/parts"
)

// recipients are whom one can tell something.
func recipients(ctx context.Context, v volunteering.Messages) []parts.Choice {
	list := []parts.Choice{{Value: "all", Label: locale.T(ctx, "coord.message_all")}}
	for _, d := range v.Duties {
		list = append(list, parts.Choice{Value: "duty:" + d.ID.String(), Label: locale.T(ctx, "coord.message_duty", in(ctx, d.Title))})
	}
	for _, s := range v.Shifts {
		when := parts.Day(ctx, s.Starts) + " " + parts.Span(ctx, s.Starts, s.Ends)
		if p := in(ctx, s.Place); p != "" && !s.Online {
			when += " · " + p
		}
		list = append(list, parts.Choice{Value: "shift:" + s.ID.String(), Label: locale.T(ctx, "coord.message_shift", when)})
	}
	return list
}

// recipient is whom a message was for.
func recipient(ctx context.Context, m volunteering.SentMessage) string {
	switch {
	case m.Duty != nil:
		return locale.T(ctx, "coord.message_duty", in(ctx, *m.Duty))
	case m.Starts != nil && m.Ends != nil:
		return locale.T(ctx, "coord.message_shift", parts.Day(ctx, *m.Starts)+" "+parts.Span(ctx, *m.Starts, *m.Ends))
	}
	return locale.T(ctx, "coord.message_all")
}
