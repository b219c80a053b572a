// Package certificate holds the public pages of certificates: one certificate with its state, and the page on which
// anyone checks a code. It must not know how codes are made or files printed.
package certificate

import (
	"context"
	"fmt"

	"academy/app/credentials"
	"academy/app/credentials/badges"
	qr "academy/app/credentials/paper" // paper is a part of the page
	"academy/app/locale"
)

// verdict is a state in three ways, so that nobody needs to see the colour: words, icon, class.
type verdict struct{ class, icon, title, text string }

func verdictOf(ctx context.Context, c credentials.Certificate) verdict {
	p := locale.From(ctx)
	switch c.State {
	case credentials.Issued:
		if c.Expired && c.ExpiresAt != nil {
			return verdict{"", "clock", p.T("certificate.expired"), p.T("certificate.expired_text", p.Date(credentials.LastDay(*c.ExpiresAt)))}
		}
		if c.Service() {
			return verdict{"ok", "shield-check", p.T("certificate.service_valid"), p.T("certificate.valid_text", c.Issuer)}
		}
		return verdict{"ok", "shield-check", locale.T(ctx, "certificate.valid"), locale.T(ctx, "certificate.valid_text", c.Issuer)}
	case credentials.Revoked:
		if c.RevokedAt == nil {
			return verdict{"bad", "shield-x", locale.T(ctx, "certificate.revoked"), locale.T(ctx, "certificate.revoked_text")}
		}
		if c.RevokedCode != "" {
			return verdict{"bad", "shield-x", p.T("certificate.revoked"), p.T("certificate.revoked_why", p.Date(*c.RevokedAt), p.T("certificate.why."+c.RevokedCode))}
		}
		return verdict{"bad", "shield-x", locale.T(ctx, "certificate.revoked"), locale.T(ctx, "certificate.revoked_on", locale.From(ctx).Date(*c.RevokedAt))}
	}
	return verdict{"", "history", locale.T(ctx, "certificate.superseded"), locale.T(ctx, "certificate.superseded_text")}
}

// titleOf is what the page of a certificate is called.
func titleOf(ctx context.Context, c credentials.Certificate) string {
	if c.Service() {
		return locale.T(ctx, "certificate.service_page", c.Course, c.Holder)
	}
	return locale.T(ctx, "certificate.page", c.Course, c.Holder)
}

// lies is how the paper lies.
func lies(p credentials.Paper) string {
	if p.Across {
		return "across"
	}
	return "upright"
}

func otherLang(ctx context.Context) string { return string(locale.From(ctx).Lang.Other()) }

// verdictOn is what the checks of a credential come to.
func verdictOn(ctx context.Context, v badges.Verdict) verdict {
	switch {
	case v.Valid() && v.Code != "":
		return verdict{"ok", "shield-check", locale.T(ctx, "certificate.genuine"), locale.T(ctx, "certificate.genuine_text")}
	case v.Valid():
		return verdict{"warn", "shield-check", locale.T(ctx, "certificate.unchanged"), locale.T(ctx, "certificate.unchanged_text")}
	case v.Failed():
		return verdict{"bad", "shield-x", locale.T(ctx, "certificate.refused"), locale.T(ctx, "certificate.refused_text")}
	}
	return verdict{"warn", "shield-question-mark", locale.T(ctx, "certificate.unsure"), locale.T(ctx, "certificate.unsure_text")}
}

func checkIcon(c badges.Check) string {
	switch c.State {
	case badges.Passed:
		return "circle-check"
	case badges.Failed:
		return "circle-x"
	}
	return "circle-question-mark"
}

// found says in words how a check came out.
func found(ctx context.Context, c badges.Check) string {
	if c.Day == nil {
		return locale.T(ctx, "badges.found."+c.Reason)
	}
	return locale.T(ctx, "badges.found."+c.Reason, locale.From(ctx).Date(*c.Day))
}

func viewBox(s qr.Symbol) string { return fmt.Sprintf("0 0 %d %d", s.Side, s.Side) }
