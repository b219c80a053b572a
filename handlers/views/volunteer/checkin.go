package volunteer

import (
	"context"
	"strings"
	"time"

	"academy/app/locale"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

// NotHereView is why one can neither check in nor out: the key of the reason, and of what is too early, when it opens.
type NotHereView struct {
	Key   string
	Args  []any
	Opens *time.Time
}

func (v NotHereView) heading(ctx context.Context) string {
	return locale.T(ctx, "volunteer.checkin.h."+v.word())
}

// word is the last part of the key where it is a reason of checking in.
func (v NotHereView) word() string {
	if reason, ok := strings.CutPrefix(v.Key, "volunteering.checkin."); ok {
		return reason
	}
	return "other"
}

// CodeField names the field of the code of one's shift: several may stand on one page.
func CodeField(id uuid.UUID) string { return "code-" + id.String() }

// hoursTone is the colour of the word for whether hours are approved.
func hoursTone(r volunteering.HoursRow) string {
	if r.Approved {
		return "g"
	}
	return "y"
}

func hoursWord(ctx context.Context, r volunteering.HoursRow) string {
	if r.Approved {
		return locale.T(ctx, "volunteer.hours.approved")
	}
	return locale.T(ctx, "volunteer.hours.waits")
}

// minutesOf is what of a line counts, or would.
func minutesOf(r volunteering.HoursRow) int {
	if r.Approved {
		return r.Granted
	}
	return r.Due
}
