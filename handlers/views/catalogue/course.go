package catalogue

import (
	"context"
	"strconv"

	"academy/app/learning"
	"academy/app/locale"
)

// standing is what a reader can do with a course; the page has one main button for each.
type standing int

const (
	mayEnrol standing = iota
	archived
	shut
	full
	previewed
	first   // other courses come before it
	waiting // applied, waitlisted or offered
	learns
	completed
)

func standingOf(c learning.CoursePage) standing {
	if c.Preview {
		return previewed
	}
	if e := c.Enrolment; e != nil {
		switch e.State {
		case "active":
			return learns
		case "completed":
			return completed
		case "applied", "waitlisted", "offered":
			return waiting
		}
	}
	switch {
	case c.Archived:
		return archived
	case !c.Intake.Open:
		return shut
	case c.Intake.SeatsLeft != nil && *c.Intake.SeatsLeft == 0:
		return full
	}
	for _, p := range c.Prerequisites {
		if !p.Completed {
			return first
		}
	}
	return mayEnrol
}

// enrolled says whether the rule can be shown with what is met.
func enrolled(c learning.CoursePage) bool {
	at := standingOf(c)
	return at == learns || at == completed
}

func seatsText(ctx context.Context, c learning.CoursePage) string {
	if c.Intake.SeatsLeft == nil {
		return locale.T(ctx, "catalogue.seats_any")
	}
	return locale.T(ctx, "catalogue.seats_left", *c.Intake.SeatsLeft)
}

func gainText(ctx context.Context, c learning.CoursePage) string {
	if c.GrantMonths == 0 {
		return locale.T(ctx, "catalogue.gain", c.Gain)
	}
	return locale.T(ctx, "catalogue.gain_months", c.Gain, c.GrantMonths)
}

func percent(n int) string { return strconv.Itoa(n) + "%" }
