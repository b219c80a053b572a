package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The kinds of personal data that a text seems to hold.
var personal = []struct { //nolint:gochecknoglobals // a constant table
	kind  string
	found *regexp.Regexp
}{
	{"resident", regexp.MustCompile(`\b\d{6}\s?-\s?[1-8]\d{6}\b`)},
	{"phone", regexp.MustCompile(`(^|[^\d])(\+82[\s.-]?|0)1[016789][\s.-]?\d{3,4}[\s.-]?\d{4}($|[^\d])`)},
	{"phone", regexp.MustCompile(`(^|[^\d])0(2|[3-6]\d)[\s.-]\d{3,4}[\s.-]\d{4}($|[^\d])`)},
	{"email", regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)},
	{"passport", regexp.MustCompile(`\b[MSRODmsrod]\d{3}[A-Za-z]?\d{4,5}\b`)},
	{"card", regexp.MustCompile(`\b\d{4}[\s-]\d{4}[\s-]\d{4}[\s-]\d{4}\b`)},
}

// PersonalData names the kinds of personal data that texts seem to hold, each once.
func PersonalData(texts ...string) []string {
	var kinds []string
	for _, text := range texts {
		text = norm.NFKC.String(text)
		for _, p := range personal {
			if p.found.MatchString(text) && !slices.Contains(kinds, p.kind) {
				kinds = append(kinds, p.kind)
			}
		}
	}
	return kinds
}

// Line makes one line of what was typed: composed, without control characters, with single spaces.
func Line(typed string) string {
	return strings.Join(strings.Fields(strip(norm.NFC.String(typed))), " ")
}

// Text makes a text of what was typed: composed, with plain line ends and without other control characters.
func Text(typed string) string {
	typed = strings.ReplaceAll(strings.ReplaceAll(norm.NFC.String(typed), "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strip(typed))
}

// strip drops control characters and those that turn the direction of writing, with which one text can look like another.
func strip(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == ' ' {
			return r
		}
		if unicode.IsControl(r) || (r >= '\u202A' && r <= '\u202E') || (r >= '\u2066' && r <= '\u2069') {
			return -1
		}
		return r
	}, text)
}

// Fits says whether a text has a length between two.
func Fits(text string, least, most int) bool {
	n := utf8.RuneCountInString(text)
	return n >= least && n <= most
}

// Veil keeps the first letter of a name.
func Veil(name string) string {
	runes := []rune(name)
	switch {
	case len(runes) == 0:
		return ""
	case len(runes) == 1:
		return name
	case len(runes) == 2:
		return string(runes[:1]) + "*"
	}
	if runes[0] < 0x1100 { // a name in Latin letters: the first one, and how it goes on is nobody's business
		return string(runes[:1]) + "***"
	}
	return string(runes[:1]) + "*" + string(runes[len(runes)-1:])
}
