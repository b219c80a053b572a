package passwords

import "golang.org/x/text/unicode/norm"

// The keys of the Korean two-set layout in the order of Unicode's Hangul syllables: a syllable is
// 0xAC00 + (initial × 21 + vowel) × 28 + final.
//
//nolint:gochecknoglobals // constant tables
var (
	initials = [...]string{"r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"}
	vowels   = [...]string{"k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"}
	finals   = [...]string{"", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T", "d", "w", "c", "z", "x", "v", "g"}
)

const (
	firstSyllable = 0xAC00
	lastSyllable  = 0xD7A3
)

// keys writes Hangul syllables as the keys that are pressed for them; everything else stays as it is.
func keys(text string) []rune {
	var out []rune
	for _, r := range norm.NFC.String(text) {
		if r < firstSyllable || r > lastSyllable {
			out = append(out, r)
			continue
		}
		i := int(r - firstSyllable)
		pressed := initials[i/(len(vowels)*len(finals))] + vowels[i/len(finals)%len(vowels)] + finals[i%len(finals)]
		out = append(out, []rune(pressed)...)
	}
	return out
}
