package coord

import (
	"context"
	"strings"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/views/parts"
)

func joined(list []string) string { return strings.Join(list, ", ") }

// columns are the headings of columns.
func columns(ctx context.Context, names []string) string {
	var list []string
	for _, name := range names {
		list = append(list, locale.T(ctx, "volunteering.column."+name))
	}
	return joined(list)
}

func importTone(state string) (tone, icon string) {
	switch state {
	case volunteering.RowBroken:
		return "r", "triangle-alert"
	case volunteering.RowReady, volunteering.RowTaken:
		return "g", "circle-check"
	}
	return "n", "info"
}

// importWhen is when a shift of a table is, or what is written there where it cannot be understood.
func importWhen(ctx context.Context, r volunteering.ShiftImportRow) string {
	if r.Starts.IsZero() {
		return strings.TrimSpace(r.Cells["day"] + " " + r.Cells["start"] + "–" + r.Cells["end"])
	}
	return parts.Day(ctx, r.Starts) + " " + parts.Span(ctx, r.Starts, r.Ends)
}

func importPlace(ctx context.Context, r volunteering.ShiftImportRow) string {
	if r.Online {
		return locale.T(ctx, "volunteering.online")
	}
	if p := in(ctx, r.Where); p != "" {
		return p
	}
	return "—"
}

func importNeed(ctx context.Context, r volunteering.ShiftImportRow) string {
	duty := in(ctx, r.Duty)
	if duty == "" {
		duty = r.Cells["duty"]
	}
	return locale.T(ctx, "coord.import_need", duty, r.Min, r.Max)
}

// problemText names the column and what is wrong in it.
func problemText(ctx context.Context, p volunteering.ImportProblem) string {
	text := locale.T(ctx, p.Key, p.Said)
	if p.Column == "" {
		return text
	}
	return locale.T(ctx, "coord.import_problem", locale.T(ctx, "volunteering.column."+p.Column), text)
}
