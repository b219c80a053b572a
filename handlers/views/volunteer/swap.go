package volunteer

import (
	"context"

	"academy/app/volunteering"
	"academy/handlers/views/parts"
)

// sides are the reader's seat of a swap and the other's.
func sides(w volunteering.SwapView) (mine, theirs volunteering.SwapSide) {
	if w.Mine {
		return w.From, w.To
	}
	return w.To, w.From
}

func sideText(ctx context.Context, v volunteering.SwapSide) string {
	text := parts.Day(ctx, v.Starts) + " " + parts.Span(ctx, v.Starts, v.Ends) + " · " + in(ctx, v.Duty)
	if p := place(ctx, v.Place, v.Online); p != "" {
		text += " · " + p
	}
	return text
}

func choiceText(ctx context.Context, c volunteering.SwapChoice) string {
	text := in(ctx, c.Duty)
	if p := place(ctx, c.Place, c.Online); p != "" {
		text += " · " + p
	}
	return text + " · " + c.Name
}

// holdsWhen is the message about when a swap holds.
func holdsWhen(v volunteering.SwapChoices) string {
	if v.Automatic {
		return "volunteer.swap_automatic"
	}
	return "volunteer.stays_yours"
}
