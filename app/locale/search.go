package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bigrams turns text into the words that are indexed and searched: every overlapping pair of syllables of a run of
// Hangul, and whole words of other scripts. The same function serves both sides, so 공공외교 is found by 외교 as the
// phrase of its pairs. The order of words is kept.
func Bigrams(text string) []string {
	var words []string
	for _, run := range runs(strings.ToLower(norm.NFKC.String(text))) {
		words = append(words, pairs(run)...)
	}
	return words
}

func runs(text string) [][]rune {
	var all [][]rune
	var run []rune
	flush := func() {
		if len(run) > 0 {
			all, run = append(all, run), nil
		}
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if len(run) > 0 && unicode.Is(unicode.Hangul, r) != unicode.Is(unicode.Hangul, run[0]) {
			flush()
		}
		run = append(run, r)
	}
	flush()
	return all
}

func pairs(run []rune) []string {
	if !unicode.Is(unicode.Hangul, run[0]) || len(run) == 1 {
		return []string{string(run)}
	}
	var out []string
	for i := range len(run) - 1 {
		out = append(out, string(run[i:i+2]))
	}
	return out
}

// Query writes what a person typed as a tsquery of the 'simple' configuration: the pairs of each word as a phrase,
// all words required, the last piece of every word by its beginning (외 finds 외교, dipl finds diplomacy).
// It is empty when there is nothing to look for.
func Query(typed string) string {
	var parts []string
	for _, run := range runs(strings.ToLower(norm.NFKC.String(typed))) {
		words := pairs(run)
		for i, w := range words {
			words[i] = "'" + w + "'" // letters and digits only: nothing to escape
		}
		words[len(words)-1] += ":*"
		parts = append(parts, "("+strings.Join(words, " <-> ")+")")
	}
	return strings.Join(parts, " & ")
}
