// Package naming holds the pages on which holders ask for the names on their certificates to be put right, and the list of these
// wishes for those who make the course. It must not know who may grant them.
package naming

import (
	"context"

	"academy/app/credentials"
	"academy/app/credentials/naming"
	"academy/app/locale"
)

// state is what a certificate is now, expired included.
func state(c naming.Certificate) string {
	if c.Expired {
		return credentials.Expired
	}
	return c.State
}

// until says how long a certificate that counts is good, or was; nothing where that is for ever.
func until(ctx context.Context, c naming.Certificate) string {
	if c.ExpiresAt == nil || c.State != credentials.Issued {
		return ""
	}
	key := "naming.until"
	if c.Expired {
		key = "naming.ended"
	}
	p := locale.From(ctx)
	return p.T(key, p.Date(credentials.LastDay(*c.ExpiresAt)))
}

func tone(state string) string {
	switch state {
	case "issued":
		return "g"
	case "revoked":
		return "r"
	}
	return "n"
}

func wishTone(state string) string {
	switch state {
	case "open":
		return "b"
	case "done":
		return "g"
	}
	return "n"
}

func nextPage(v naming.Certificates) string {
	if v.Next == "" {
		return ""
	}
	return "/me/certificates?cursor=" + v.Next
}
