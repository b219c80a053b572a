package item

import (
	"regexp"
	"strconv"
	"strings"

	"academy/app/questions"
)

// A gap stands in a text between these while the text becomes Markdown, which would change brackets.
const (
	gapOpen  = '\ue000'
	gapClose = '\ue001'
	// lastMark is the last of the characters that readers put into texts.
	lastMark = '\ue00f'
)

// Gap marks the nth gap in a text that is still to become Markdown.
func Gap(n int) string { return string(gapOpen) + strconv.Itoa(n) + string(gapClose) }

var gapMark = regexp.MustCompile("\ue000(\\d+)\ue001") //nolint:gochecknoglobals // compiled once

// Gapped writes the gaps of Markdown as our prompts do.
func Gapped(markdown string) string { return gapMark.ReplaceAllString(markdown, "[[$1]]") }

// FillGaps puts something in the place of each gap of a prompt.
func FillGaps(prompt string, q *questions.Cloze, with func(questions.Gap) string) string {
	return questions.GapMark.ReplaceAllStringFunc(prompt, func(mark string) string {
		for _, g := range q.Gaps {
			if g.ID == strings.Trim(mark, "[]") {
				return with(g)
			}
		}
		return mark
	})
}

// Weight is the weight of a gap as others write it.
func Weight(g questions.Gap) float64 {
	if g.Weight == 0 {
		return 1
	}
	return g.Weight
}
