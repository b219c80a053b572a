package voice

import (
	"context"
	"strconv"

	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/rules"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// drafted fills the form of an answer with the draft that waits.
func drafted(d participation.Drafted) map[string]string {
	if d.Draft == nil {
		return nil
	}
	values := map[string]string{"outcome": d.Draft.Outcome, "summary": d.Draft.Summary, "division": d.Division, "because": d.Draft.Because}
	for i, p := range d.Draft.Points {
		n := strconv.Itoa(i + 1)
		values["clause_"+n], values["reply_"+n] = p.Clause, p.Reply
	}
	return values
}

// PointsShown is how many points the form of an answer has room for, at least.
const PointsShown = 3

// pointNumbers are those of the fields: one more than there are points.
func pointNumbers(d participation.Drafted) []string {
	n := PointsShown
	if d.Draft != nil {
		n = max(n, len(d.Draft.Points)+1)
	}
	list := make([]string, min(n, 20))
	for i := range list {
		list[i] = strconv.Itoa(i + 1)
	}
	return list
}

func outcomes(ctx context.Context) []parts.Choice {
	return append([]parts.Choice{{Value: "", Label: locale.T(ctx, "voice.choose")}}, messages(ctx, "voice.outcome.", rules.Outcomes()...)...)
}

// openDraft says whether the form of an answer stands open.
func openDraft(d participation.Drafted, f layout.Form) bool {
	for _, name := range []string{"outcome", "summary", "points", "because", "division"} {
		if f.Err(name) != "" {
			return true
		}
	}
	return d.State == string(rules.UnderReview) && d.Draft == nil && d.DueFor == "answer"
}

func draftKey(d participation.Drafted) string {
	switch {
	case d.Draft != nil:
		return "voice.officer.redraft"
	case d.Again:
		return "voice.officer.correct"
	}
	return "voice.officer.draft"
}

// steers says whether anything can be done beside answering.
func steers(d participation.Drafted) bool {
	state := rules.State(d.State)
	return (d.DueAt != nil && d.Extended == nil) || state == rules.Gathering || state == rules.Lapsed
}
