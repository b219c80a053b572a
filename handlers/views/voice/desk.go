package voice

import (
	"context"

	"academy/app/locale"
	"academy/app/participation"

	"github.com/google/uuid"
)

func caseKind(c participation.Case) string {
	switch {
	case c.State == "appealed":
		return "appealed"
	case c.OnComment:
		return "comment"
	case c.Meeting != uuid.Nil:
		return "question"
	}
	return c.Origin
}

func caseFacts(ctx context.Context, c participation.Case) string {
	facts := author(ctx, c.Author) + " · " + locale.From(ctx).DateTime(c.OpenedAt)
	if c.DueAt != nil {
		facts += " · " + locale.T(ctx, "voice.due_text", locale.T(ctx, "voice.due_for.moderation"), locale.From(ctx).Date(lastDay(*c.DueAt)))
	}
	return facts
}

func verdicts(c participation.Case) []string {
	if c.MayReturn {
		return []string{"keep", "return", "hide"}
	}
	return []string{"keep", "hide"}
}
