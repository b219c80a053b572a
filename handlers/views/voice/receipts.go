package voice

import (
	"context"

	"academy/app/locale"
	"academy/app/participation"
	"academy/handlers/views/layout"
)

func receiptTitle(ctx context.Context, r participation.Receipt) string {
	if r.Title == "" {
		return locale.T(ctx, "voice.hidden_title")
	}
	return r.Title
}

func hiddenKey(r participation.Receipt) string {
	if r.What == "question" {
		return "meetings.question_hidden"
	}
	return "voice.comment_state.hidden"
}

func dueKey(r participation.Receipt) string {
	if r.Overdue {
		return "voice.overdue_text"
	}
	return "voice.due_text"
}

// refusedAppeal says whether this is the appeal that came back.
func refusedAppeal(r participation.Receipt, f layout.Form) bool {
	return f.Err("appeal") != "" && f.Value("case") == r.Case.String()
}

func appealID(r participation.Receipt, n string, f layout.Form) string {
	if refusedAppeal(r, f) {
		return "appeal"
	}
	return "appeal-" + n
}
