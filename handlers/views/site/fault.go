package site

import (
	"context"
	"strconv"

	"academy/app/locale"
)

// FaultView is what went wrong, as a page says it.
type FaultView struct {
	Status int
	// Key and Args are the message of the fault.
	Key       string
	Args      []any
	RequestID string
	// RetryAfter is in seconds, 0 when waiting does not help.
	RetryAfter int
}

func (v FaultView) title(ctx context.Context) string {
	switch v.Status {
	case 401, 403, 404, 405, 409, 413, 422, 429, 503:
		return locale.T(ctx, "site.fault."+strconv.Itoa(v.Status))
	}
	if v.Status >= 500 {
		return locale.T(ctx, "site.fault.500")
	}
	return locale.T(ctx, "site.fault.400")
}

func (v FaultView) wait(ctx context.Context) string {
	if v.RetryAfter < 60 {
		return locale.T(ctx, "site.fault.wait_seconds", v.RetryAfter)
	}
	return locale.T(ctx, "site.fault.wait_minutes", (v.RetryAfter+59)/60)
}

// next is the one step that helps: the path without the language and the words of its button.
func (v FaultView) next(ctx context.Context, here string, known bool) (path, text string) {
	switch {
	case v.Status == 401:
		return "/login", locale.T(ctx, "site.fault.sign_in")
	case v.Status == 403 && v.Key == "access.unconfirmed":
		return "/me/settings#confirm", locale.T(ctx, "site.fault.confirm")
	case v.Status == 404:
		return "/courses", locale.T(ctx, "site.fault.courses")
	case v.Status == 409, v.Status == 429, v.Status >= 500:
		return here, locale.T(ctx, "site.fault.again")
	case known:
		return "/me", locale.T(ctx, "site.fault.learning")
	}
	return "/", locale.T(ctx, "site.fault.home")
}
