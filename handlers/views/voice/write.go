package voice

import (
	"context"

	"academy/app/locale"
)

func writeTitle(ctx context.Context, d Draft) string {
	if d.Editing {
		return locale.T(ctx, "voice.edit")
	}
	return locale.T(ctx, "voice.write_title")
}
