package coord

import (
	"context"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

func swapTone(state string) string {
	switch state {
	case "approved":
		return "g"
	case "accepted":
		return "y"
	case "offered":
		return "b"
	}
	return "n"
}

func swapText(ctx context.Context, v volunteering.SwapSide) string {
	text := parts.Day(ctx, v.Starts) + " " + parts.Span(ctx, v.Starts, v.Ends) + " · " + in(ctx, v.Duty)
	switch p := in(ctx, v.Place); {
	case v.Online:
		text += " · " + locale.T(ctx, "volunteering.online")
	case p != "":
		text += " · " + p
	}
	return text
}

// swapForm is what was typed into the form of one swap of the page, and nothing for the others.
func swapForm(f layout.Form, w volunteering.SwapView) layout.Form {
	if f.Value("swap") == w.ID.String() {
		return f
	}
	return layout.Form{}
}

// reasonID is the one that the summary of what is wrong leads to, in the form that came back.
func reasonID(f layout.Form, w volunteering.SwapView) string {
	if f.Value("swap") == w.ID.String() {
		return "reason"
	}
	return "reason-" + w.ID.String()
}
