package studio

import (
	"context"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/app/questions/formats"
	"academy/app/quizzes"
	"academy/handlers/views/parts"
)

// ImportView is what a file would bring, with each question as it will look; one that is refused has no look.
type ImportView struct {
	quizzes.Import
	Looks []*assessment.Slot
}

// formatChoices are the formats by the names that people know them by.
func formatChoices() []parts.Choice {
	names := map[formats.Format]string{
		formats.GIFT: "GIFT", formats.Aiken: "Aiken", formats.Moodle: "Moodle XML", formats.QTI: "QTI", formats.CSV: "CSV", formats.XLSX: "XLSX (Excel)",
	}
	var list []parts.Choice
	for _, f := range formats.Formats() {
		list = append(list, parts.Choice{Value: string(f), Label: names[f]})
	}
	return list
}

// counts are how many questions of a file are taken whole, in part and not at all.
func (v ImportView) counts() formats.Report { return formats.Count(v.Items) }

func stateTone(state string) (tone, icon string) {
	switch state {
	case formats.OK:
		return "g", "circle-check"
	case formats.Partly:
		return "y", "triangle-alert"
	}
	return "r", "circle-x"
}

// typeName is a type in words; one that we do not have is called what the file calls it.
func typeName(ctx context.Context, typ string) string {
	if quizzes.Known(typ) {
		return locale.T(ctx, "quiz.type."+typ)
	}
	return typ
}

func languageChoices(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, lang := range languages() {
		list = append(list, parts.Choice{Value: lang, Label: locale.T(ctx, "studio.lang."+lang)})
	}
	return list
}
