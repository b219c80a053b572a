// Package voice is the pages on which citizens speak up and are answered: agendas, proposals, receipts, what has changed, and
// the desks of those who look after all that. It shows what it is given and decides nothing.
package voice

import (
	"context"
	"strconv"
	"time"

	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/rules"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// tone is the colour of a state's badge.
func tone(state string) string {
	switch rules.State(state) {
	case rules.Gathering, rules.Returned:
		return "y"
	case rules.UnderReview, rules.Submitted:
		return "b"
	case rules.Answered, rules.Committed, rules.Implemented:
		return "g"
	case rules.Hidden:
		return "r"
	}
	return ""
}

// outcomeTone is the colour of what an official answer comes to.
func outcomeTone(outcome string) string {
	switch outcome {
	case "accepted", "partly":
		return "g"
	}
	return "n"
}

func proposalPath(id uuid.UUID, more ...string) string {
	path := "/proposals/" + id.String()
	for _, m := range more {
		path += "/" + m
	}
	return path
}

func deskPath(id uuid.UUID, more string) string {
	path := "/mod/proposals/" + id.String()
	if more != "" {
		path += "/" + more
	}
	return path
}

// title is a proposal's, or that it is hidden.
func title(ctx context.Context, c participation.Card) string {
	if c.Hidden || c.Title == "" {
		return locale.T(ctx, "voice.hidden_title")
	}
	return c.Title
}

// goal is how many supports fill the bar of a proposal.
func goal(c participation.Card) int {
	if c.Needed > 0 {
		return c.Needed
	}
	return max(c.Supports, 1)
}

func count(n int) string { return strconv.Itoa(n) }

// lecturePath leads to the second of a lecture.
func lecturePath(e participation.Evidence) string {
	return parts.LessonPath(e.Course, e.Lesson) + "?t=" + strconv.Itoa(e.Second)
}

func stamp(second int) string { return locale.Timestamp(time.Duration(second) * time.Second) }

// lastDay is the day that a due time ends: the midnight itself belongs to the next.
func lastDay(due time.Time) time.Time { return due.Add(-time.Minute) }

func agendaOptions(choices []participation.Choice, empty string) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: empty}}
	for _, c := range choices {
		label := c.Title
		if c.Level == 2 {
			label = "– " + label
		}
		list = append(list, parts.Choice{Value: c.Value, Label: label, Under: c.Level == 2})
	}
	return list
}

func options(choices []participation.Choice, empty string) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: empty}}
	for _, c := range choices {
		list = append(list, parts.Choice{Value: c.Value, Label: c.Title})
	}
	return list
}

// messages are choices whose names are messages under a key.
func messages(ctx context.Context, key string, values ...string) []parts.Choice {
	list := make([]parts.Choice, len(values))
	for i, v := range values {
		list[i] = parts.Choice{Value: v, Label: locale.T(ctx, key+v)}
	}
	return list
}

// stages are the steps of a receipt, from received to outcome.
func stages() []string {
	return []string{"received", "moderated", "counted", "answered", "committed", "outcome"}
}

func promiseTone(p participation.Promise) string {
	switch p.State {
	case "done":
		return "g"
	case "in_progress":
		return "b"
	}
	return "n"
}

func author(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "voice.nobody")
	}
	return locale.T(ctx, "voice.person", name)
}

// months groups tallies by month, in their order.
func months(list []participation.Tally) (names []string, of map[string][]participation.Tally) {
	of = map[string][]participation.Tally{}
	for _, t := range list {
		if of[t.Month] == nil {
			names = append(names, t.Month)
		}
		of[t.Month] = append(of[t.Month], t)
	}
	return names, of
}

func writeTitle(ctx context.Context, d Draft) string {
	if d.Editing {
		return locale.T(ctx, "voice.edit")
	}
	return locale.T(ctx, "voice.write_title")
}
