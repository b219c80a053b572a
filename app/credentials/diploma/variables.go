package diploma

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Faults of texts with variables.
var (
	// ErrVariable says that a text names a variable that there is none of.
	ErrVariable = errors.New("diploma: no such variable")
	// ErrBrace says that a brace is not closed or was never opened. Where one is meant, it is written twice.
	ErrBrace = errors.New("diploma: a brace stands alone")
)

// Variables are the names that texts may hold in braces.
func Variables() []string {
	return []string{"name", "course", "hours", "date", "number", "issuer", expires}
}

// expires stands for the last day of a certificate, which not every one has.
const expires = "expires"

// piece is plain text, or the name of a variable.
type piece struct {
	text     string
	variable bool
}

// CheckText finds what is wrong with a text: ErrVariable, ErrBrace, or nothing.
func CheckText(text string) error {
	_, err := pieces(text)
	return err
}

// Expires says whether a text tells until when a certificate is valid.
func Expires(text string) bool {
	list, _ := pieces(text)
	return slices.Contains(list, piece{expires, true})
}

// pieces takes a text apart.
func pieces(text string) ([]piece, error) {
	var list []piece
	var plain strings.Builder
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			plain.WriteString(text)
			break
		}
		plain.WriteString(text[:i])
		brace, rest := text[i], text[i+1:]
		if strings.HasPrefix(rest, string(brace)) {
			plain.WriteByte(brace)
			text = rest[1:]
			continue
		}
		name, after, closed := strings.Cut(rest, "}")
		if brace == '}' || !closed {
			return nil, ErrBrace
		}
		if !slices.Contains(Variables(), name) {
			return nil, fmt.Errorf("%w: %.40q", ErrVariable, name)
		}
		list, text = append(list, piece{text: plain.String()}, piece{name, true}), after
		plain.Reset()
	}
	return append(list, piece{text: plain.String()}), nil
}

// fill puts values into a text. A value is never read as a text: braces in a name stay what they are.
func fill(text string, values map[string]string) (string, error) {
	list, err := pieces(text)
	var whole strings.Builder
	for _, p := range list {
		if p.variable {
			whole.WriteString(values[p.text])
			continue
		}
		whole.WriteString(p.text)
	}
	return whole.String(), err
}
