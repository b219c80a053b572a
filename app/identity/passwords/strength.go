package passwords

import (
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/text/unicode/norm"
)

// Problem is what is wrong with a password that somebody wants to take.
type Problem int

// The problems.
const (
	None Problem = iota
	TooShort
	TooLong
	TooEasy
)

const (
	shortest = 8
	longest  = 128
	// judged bounds the work: the estimate grows with the square of the length, and more than this is strong anyway
	// unless it repeats itself.
	judged = 48
	// enough is zxcvbn's "safely unguessable": more than 10^8 guesses.
	enough = 3
)

// Judge says what is wrong with a new password. What it is about (name, e-mail address) must not be all it consists of.
//
// It is judged as the keys that are pressed for it: 비밀번호 and qlalfqjsgh are the same keys, and whoever guesses
// Korean passwords tries both. Words of zxcvbn's own lists, ours and the person's are found in that form.
func Judge(password string, about ...string) Problem {
	switch n := utf8.RuneCountInString(norm.NFC.String(password)); {
	case n < shortest:
		return TooShort
	case n > longest:
		return TooLong
	}
	typed := keys(password)
	if len(typed) > judged {
		typed = typed[:judged]
	}
	if zxcvbn.PasswordStrength(string(typed), guesses(about)).Score < enough {
		return TooEasy
	}
	return None
}

// guesses is what somebody who knows the country and the person tries first.
func guesses(about []string) []string {
	var list []string
	for _, words := range [][]string{about, koreanWords, localWords} {
		for _, w := range words {
			if typed := keys(w); len(typed) > 2 {
				list = append(list, string(typed))
			}
		}
	}
	return list
}
