package quiz

import (
	"context"
	"strings"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/app/questions"
)

// fileRules says which files are taken and how large they may be.
func fileRules(ctx context.Context, f questions.FileForm) string {
	kinds := make([]string, len(f.Kinds))
	for i, kind := range f.Kinds {
		kinds[i] = locale.T(ctx, "quiz.file.kind."+kind)
	}
	return locale.T(ctx, "quiz.file.most", strings.Join(kinds, ", "), f.Megabytes)
}

// accepted is what a browser offers to choose from; what is taken, the server says.
func accepted(f questions.FileForm) string {
	var list []string
	for _, kind := range f.Kinds {
		if kind == questions.KindPicture {
			list = append(list, "image/*")
		} else {
			list = append(list, ".pdf,.hwp,.hwpx,.doc,.docx,.odt,.rtf,.txt,.ppt,.pptx,.odp,.xls,.xlsx,.ods,.csv")
		}
	}
	return strings.Join(list, ",")
}

// filed is what was handed in, blank where nothing was.
func filed(slot assessment.Slot) assessment.HandedIn {
	if slot.HandedIn == nil {
		return assessment.HandedIn{}
	}
	return *slot.HandedIn
}

// assetOf is the answer that the form of the question carries on.
func assetOf(slot assessment.Slot) string {
	if slot.HandedIn == nil {
		return ""
	}
	return slot.HandedIn.Asset.String()
}
