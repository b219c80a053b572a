package studio

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"academy/app/insight"
	"academy/app/insight/items"
	"academy/app/locale"
)

func itemsPath(slug string, q insight.ItemQuiz) string {
	return path(slug, "analytics", "items", q.ID.String())
}

// attemptsPath is the figures of a quiz with some of its attempts; the usual ones go without saying.
func attemptsPath(v insight.ItemFigures, attempts, ending string) string {
	p := itemsPath(v.Course.Slug, v.Quiz) + ending
	if attempts != insight.First {
		p += "?attempts=" + attempts
	}
	return p
}

// hiddenItems says why there are no figures of a quiz, in a title and a text; both are empty when there are.
func hiddenItems(q insight.ItemQuiz) (title, text string) {
	switch {
	case !q.Answered:
		return "studio.items.unanswered", "studio.items.unanswered_text"
	case q.ComputedAt.IsZero():
		return "studio.items.not_yet", "studio.items.not_yet_text"
	case q.People.Few():
		return "studio.figures.hidden", "studio.items.hidden_text"
	}
	return "", ""
}

// decimal is a figure as people read it.
func decimal(ctx context.Context, figure *float64, unit string) string {
	if figure == nil {
		return locale.T(ctx, "studio.items.absent")
	}
	return tenths(figure) + unit
}

// tenths is a figure as a spreadsheet reads it, nothing where there is none.
func tenths(figure *float64) string {
	if figure == nil {
		return ""
	}
	return strings.Replace(strconv.FormatFloat(*figure, 'f', 1, 64), "-0.0", "0.0", 1)
}

// measure is a figure of a whole quiz: what it is called, what it is and what that means.
type measure struct {
	name, unit string
	figure     *float64
}

func measures(q items.Quiz) []measure {
	return []measure{
		{"mean", "%", q.Mean}, {"median", "%", q.Median}, {"sd", "%", q.SD}, {"alpha", "", q.Alpha}, {"error_ratio", "%", q.ErrorRatio},
		{"standard_error", "%", q.StandardError}, {"skewness", "", q.Skewness}, {"kurtosis", "", q.Kurtosis},
	}
}

// meaning says what a figure of a quiz means, in words.
func meaning(ctx context.Context, q items.Quiz, m measure) string {
	if m.figure == nil {
		return locale.T(ctx, "studio.items.absent_text")
	}
	if word := q.Words()[m.name]; word != "" {
		return locale.T(ctx, "studio.items."+m.name+"."+word)
	}
	return locale.T(ctx, "studio.items."+m.name+".text")
}

// alphaWord is a reliability with its word.
func alphaWord(ctx context.Context, q items.Quiz) string {
	if q.Alpha == nil {
		return locale.T(ctx, "studio.items.absent")
	}
	return tenths(q.Alpha) + " (" + locale.T(ctx, "studio.items.alpha.short."+q.Words()["alpha"]) + ")"
}

// longestPrompt is how much of a question stands in a table, in characters.
const longestPrompt = 60

// itemName is a question with its number; where several were asked in one place, with its version.
func itemName(ctx context.Context, v insight.ItemFigures, f insight.ItemFigure) string {
	prompt := strings.Join(strings.Fields(strings.ReplaceAll(title(ctx, f.Prompt), "**", "")), " ")
	if utf8.RuneCountInString(prompt) > longestPrompt {
		prompt = string([]rune(prompt)[:longestPrompt-1]) + "…"
	}
	if n := slices.IndexFunc(v.Items, func(o insight.ItemFigure) bool { return o.Number == f.Number && o.Version != f.Version }); n >= 0 {
		return locale.T(ctx, "studio.items.version", f.Number, f.Version, prompt)
	}
	return locale.T(ctx, "studio.items.question", f.Number, prompt)
}

func itemID(i int) string { return "item-" + strconv.Itoa(i+1) }

// findingTone is the colour beside the words of a finding.
func findingTone(f items.Finding) string {
	switch {
	case f == items.Against || f == items.Misled:
		return "r"
	case f.Asks():
		return "y"
	}
	return "n"
}

func pickName(ctx context.Context, p insight.PickFigure) string {
	if p.Message != "" {
		return locale.T(ctx, p.Message)
	}
	return title(ctx, p.Text)
}

// pickShare is a share of attempts, in words where it is that of too few.
func pickShare(ctx context.Context, percent int) string {
	if percent < 0 {
		return locale.T(ctx, "studio.figures.few")
	}
	return strconv.Itoa(percent) + "%"
}

// findingWords are all findings of a question in one line.
func findingWords(ctx context.Context, list []items.Finding) string {
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = locale.T(ctx, "studio.items.finding."+string(f))
	}
	return strings.Join(words, " / ")
}

// ItemsCSV is the questions of a quiz as a table to be taken along.
func ItemsCSV(ctx context.Context, v insight.ItemFigures) [][]string {
	rows := [][]string{heads(
		ctx, "studio.items.number", "studio.items.version_number", "studio.items.prompt", "studio.figures.count", "studio.items.facility", "studio.items.sd",
		"studio.items.guess", "studio.items.intended", "studio.items.effective", "studio.items.discrimination", "studio.items.efficiency", "studio.items.findings",
	)}
	for _, f := range v.Items {
		row := []string{strconv.Itoa(f.Number), strconv.Itoa(f.Version), title(ctx, f.Prompt), cells(f.People, f.People)[0]}
		for _, figure := range []*float64{f.Facility, f.SD, f.Guess, f.Intended, f.Effective, f.Discrimination, f.Efficiency} {
			row = append(row, tenths(figure))
		}
		rows = append(rows, append(row, findingWords(ctx, f.Findings)))
	}
	return rows
}
