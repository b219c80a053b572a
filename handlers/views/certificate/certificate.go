// Package certificate holds the public pages of certificates: one certificate with its state, and the page on which
// anyone checks a code. It must not know how codes are made or files printed.
package certificate

import (
	"context"
	"fmt"
	"strings"

	"academy/app/credentials"
	"academy/app/locale"
)

// verdict is a state in three ways, so that nobody needs to see the colour: words, icon, class.
type verdict struct{ class, icon, title, text string }

func verdictOf(ctx context.Context, c credentials.Certificate) verdict {
	switch c.State {
	case "issued":
		return verdict{"ok", "shield-check", locale.T(ctx, "certificate.valid"), locale.T(ctx, "certificate.valid_text", c.Issuer)}
	case "revoked":
		if c.RevokedAt == nil {
			return verdict{"bad", "shield-x", locale.T(ctx, "certificate.revoked"), locale.T(ctx, "certificate.revoked_text")}
		}
		return verdict{"bad", "shield-x", locale.T(ctx, "certificate.revoked"), locale.T(ctx, "certificate.revoked_on", locale.From(ctx).Date(*c.RevokedAt))}
	}
	return verdict{"", "history", locale.T(ctx, "certificate.superseded"), locale.T(ctx, "certificate.superseded_text")}
}

// quiet is the light margin that readers of QR codes need, in modules.
const quiet = 4

// size is the side of a code with its margin, in modules.
func size(matrix [][]bool) int { return len(matrix) + 2*quiet }

func viewBox(matrix [][]bool) string { return fmt.Sprintf("0 0 %d %d", size(matrix), size(matrix)) }

// modules draws the dark squares of a code as one path, each run of a row as one rectangle.
func modules(matrix [][]bool) string {
	var path strings.Builder
	for y, row := range matrix {
		for x := 0; x < len(row); {
			if !row[x] {
				x++
				continue
			}
			start := x
			for x < len(row) && row[x] {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start+quiet, y+quiet, x-start, x-start)
		}
	}
	return path.String()
}
