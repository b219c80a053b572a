package voice

import (
	"context"

	"academy/app/locale"
	"academy/app/participation"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// doing is a small form of one text, folded away.
type doing struct {
	Action, Name              string
	Title, Hint, Button, Icon string // keys of messages, but for Icon
	Danger                    bool
	// Case and Back travel along with an appeal.
	Case, Back string
}

func stanceOf(f layout.Form) string {
	if chosen := f.Value("stance"); chosen != "" {
		return chosen
	}
	return "neutral"
}

func stanceTone(stance string) string {
	switch stance {
	case "for":
		return "b"
	case "against":
		return "p"
	}
	return "n"
}

// evidences are what a comment can rest on.
func evidences(ctx context.Context, p participation.Proposal) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: locale.T(ctx, "voice.evidence_none")}}
	for _, l := range p.Lectures {
		list = append(list, parts.Choice{Value: "lesson:" + l.ID.String(), Label: locale.T(ctx, "voice.evidence_lecture", l.Title)})
	}
	for _, d := range p.Documents {
		list = append(list, parts.Choice{Value: "document:" + d.ID.String(), Label: locale.T(ctx, "voice.evidence_document", d.Title)})
	}
	return list
}

// stamped tells a comment from the others for those who hear the page.
func stamped(ctx context.Context, c participation.Comment) string {
	return author(ctx, c.Author) + " " + locale.From(ctx).DateTime(c.At)
}

func commentsPage(p participation.Proposal) string {
	if p.NextComments == "" {
		return ""
	}
	return paged(proposalPath(p.ID), p.NextComments) + "#comments"
}

// does says whether there is anything that the reader can do about the proposal as a whole.
func does(p participation.Proposal) bool {
	return p.MayEdit || p.MayObject || p.MayAppeal || p.MayWithdraw || (!p.Mine && (p.Staff || !p.Hidden))
}
