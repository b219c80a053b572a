package layout

import (
	"context"

	"academy/app/access"
	"academy/app/locale"
)

// menuLinks are the pages behind a person's mark.
func (s Shell) menuLinks(ctx context.Context) []link {
	links := []link{
		{"learning", "graduation-cap", "/me", locale.T(ctx, "layout.nav.learning")},
		{"", "award", "/me/certificates", locale.T(ctx, "naming.certificates")},
		{"", "file-text", "/me/record", locale.T(ctx, "record.title")},
		{"", "hand-heart", "/me/shifts", locale.T(ctx, "volunteer.mine")},
		{"", "calendar", "/me/events", locale.T(ctx, "meetings.mine")},
		{"", "messages-square", "/me/receipts", locale.T(ctx, "voice.receipts.title")},
		{"", "bell", "/me/notifications", locale.T(ctx, "layout.notices")},
		{"me", "settings", "/me/settings", locale.T(ctx, "layout.settings")},
	}
	if s.Actor.May(access.Moderate) {
		links = append(links, link{"mod", "landmark", "/mod", locale.T(ctx, "layout.desk")})
	}
	if s.Actor.May(access.Author) {
		links = append(links, link{"studio", "square-pen", "/studio", locale.T(ctx, "layout.studio")})
	}
	if s.Actor.May(access.Coordinate) {
		links = append(links, link{"coord", "calendar", "/coord", locale.T(ctx, "coord.title")})
	}
	if s.Actor.May(access.ReadOutbox) {
		links = append(links, link{"admin", "clipboard-check", "/admin", locale.T(ctx, "layout.admin")})
	}
	return links
}

// viewChoice is a display setting one can choose.
type viewChoice struct{ name, value, text string }

func sizes(ctx context.Context) []viewChoice {
	return []viewChoice{
		{"size", "", locale.T(ctx, "layout.size.normal")},
		{"size", "l", locale.T(ctx, "layout.size.large")},
		{"size", "xl", locale.T(ctx, "layout.size.extra")},
	}
}

func modes(ctx context.Context) []viewChoice {
	return []viewChoice{
		{"mode", "", locale.T(ctx, "layout.mode.normal")},
		{"mode", "high-contrast", locale.T(ctx, "layout.mode.high")},
	}
}
