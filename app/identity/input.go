package identity

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"academy/app/fault"
	"academy/app/identity/passwords"

	"golang.org/x/text/unicode/norm"
)

// email is an address as it is written to, and the key under which it is unique.
type email struct{ address, key string }

// readEmail takes a plain address (no name, no quotes) of a domain with a dot. Large and small letters make no
// difference to whose it is.
func readEmail(typed string) (email, bool) {
	address := norm.NFC.String(strings.TrimSpace(typed))
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || utf8.RuneCountInString(address) > 254 || !utf8.ValidString(address) {
		return email{}, false
	}
	local, domain, _ := strings.Cut(address, "@")
	if len(local) > 64 || !isDomain(domain) {
		return email{}, false
	}
	return email{address: address, key: norm.NFC.String(strings.ToLower(address))}, true
}

func isDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		if strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd) }) {
			return false
		}
	}
	return len(labels) > 1 && strings.ContainsFunc(labels[len(labels)-1], unicode.IsLetter)
}

// ReadName composes a name and trims it, and says whether it is one. It is printed on certificates, so it has a letter to be seen and nothing
// that hides or turns the text around it.
func ReadName(typed string) (string, bool) {
	if !utf8.ValidString(typed) || strings.ContainsFunc(typed, hidden) {
		return "", false
	}
	name := strings.Join(strings.Fields(norm.NFC.String(typed)), " ")
	n := utf8.RuneCountInString(name)
	return name, n >= 1 && n <= 80 && strings.ContainsFunc(name, unicode.IsLetter)
}

// hidden leaves the two joiners alone, which some scripts cannot be written without.
func hidden(r rune) bool {
	joiner := r == '\u200c' || r == '\u200d'
	return !joiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}

func isLocale(locale string) bool { return locale == "ko" || locale == "en" }

// isZone takes the names of the tz database only, each in one spelling: a file system would find many names for one
// zone by going round about, and every one is kept.
func isZone(name string) bool {
	if len(name) > 64 || name == "Local" {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// checkPassword answers the key of what is wrong with a new password of a person, or nothing.
func checkPassword(password, name string, e email) string {
	local, domain, _ := strings.Cut(e.key, "@")
	about := append(strings.Fields(name), strings.ReplaceAll(name, " ", ""), e.key, local)
	about = append(about, strings.Split(domain, ".")...)
	switch passwords.Judge(password, about...) {
	case passwords.TooShort:
		return "identity.password_short"
	case passwords.TooLong:
		return "identity.password_long"
	case passwords.TooEasy:
		return "identity.password_easy"
	}
	return ""
}

// invalid makes one fault of the fields that are wrong, or nil. Fields with an empty key are right.
func invalid(fields map[string]string) error {
	for name, key := range fields {
		if key == "" {
			delete(fields, name)
		}
	}
	if wrong := fault.Fields(fields); wrong != nil {
		return wrong
	}
	return nil
}

// unless is the key of a field's mistake when the field is not right.
func unless(right bool, key string) string {
	if right {
		return ""
	}
	return key
}
