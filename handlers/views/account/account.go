// Package account holds the pages of one's own account: signing up and in, passwords, settings, notices. It must not
// know how passwords are kept or mails sent.
package account

import (
	"context"
	"net/url"
	"slices"

	"academy/app/identity"
	"academy/app/locale"
	"academy/app/notify"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// What Sent has to tell.
const (
	// ResetSent answers a request for a new password, whether or not there is such an account.
	ResetSent = "reset_sent"
	// PasswordSet follows a reset; the next step is signing in.
	PasswordSet = "password_set"
	// Confirmed follows the button in the confirmation mail.
	Confirmed = "confirmed"
	// LinkOld answers a link that has been used or is too old.
	LinkOld = "link_old"
)

// sentNext is the one way on after a message of Sent.
func sentNext(ctx context.Context, key string, known bool) (path, text string) {
	switch {
	case key == LinkOld && known:
		return "/me/settings#confirm", locale.T(ctx, "account.to_settings")
	case key == LinkOld:
		return "/password/forgot", locale.T(ctx, "account.ask_again")
	case known:
		return "/courses", locale.T(ctx, "account.to_courses")
	}
	return "/login", locale.T(ctx, "account.to_sign_in")
}

func sentIcon(key string) string {
	switch key {
	case ResetSent:
		return "mail"
	case LinkOld:
		return "circle-alert"
	}
	return "circle-check"
}

// withNext keeps where a visitor wanted to go.
func withNext(path, next string) string {
	if next == "" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}

func profileForm(f layout.Form, p identity.Profile) layout.Form {
	return f.Or(map[string]string{"name": p.Name, "locale": p.Locale, "time_zone": p.TimeZone})
}

func locales(ctx context.Context) []parts.Choice {
	return []parts.Choice{
		{Value: "ko", Label: locale.T(ctx, "account.locale.ko")},
		{Value: "en", Label: locale.T(ctx, "account.locale.en")},
	}
}

// zones offers the zones of most Koreans abroad, and the chosen one where it is another.
func zones(ctx context.Context, chosen string) []parts.Choice {
	known := []string{
		"Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Manila", "Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Jakarta",
		"Asia/Kolkata", "Asia/Tashkent", "Asia/Dubai", "Europe/Berlin", "Europe/London", "America/Sao_Paulo",
		"America/New_York", "America/Chicago", "America/Los_Angeles", "Australia/Sydney", "UTC",
	}
	choices := make([]parts.Choice, 0, len(known)+1)
	for _, zone := range known {
		choices = append(choices, parts.Choice{Value: zone, Label: locale.T(ctx, "account.zone."+zone)})
	}
	if chosen != "" && !slices.Contains(known, chosen) {
		choices = append(choices, parts.Choice{Value: chosen, Label: chosen})
	}
	return choices
}

func kindText(ctx context.Context, kind string) string { return locale.T(ctx, "notify.kind."+kind) }

// day is the notices of one day, newest first.
type day struct {
	date  string
	items []notify.Notice
}

func days(ctx context.Context, items []notify.Notice) []day {
	var all []day
	for _, n := range items {
		date := locale.From(ctx).Date(n.CreatedAt)
		if len(all) == 0 || all[len(all)-1].date != date {
			all = append(all, day{date: date})
		}
		last := &all[len(all)-1]
		last.items = append(last.items, n)
	}
	return all
}

func noticesPage(n notify.Notices) string {
	if n.Next == "" {
		return ""
	}
	return "/me/notifications?cursor=" + n.Next
}

// mailed is how notices of a kind are mailed.
func mailed(p notify.Preference) string {
	switch {
	case !p.Mail:
		return "none"
	case p.Digest:
		return "digest"
	}
	return "each"
}

// leaving names the mails that a link is about.
func leaving(ctx context.Context, v notify.Subscription) string {
	if v.Kind == "digest" {
		return locale.T(ctx, "account.leave_digest")
	}
	return kindText(ctx, v.Kind)
}
