package courses

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// uuids and ints are arrays that go to the database only.
type (
	uuids []uuid.UUID
	ints  []int
)

// Value stores the list.
func (u uuids) Value() (driver.Value, error) { return array(u, uuid.UUID.String), nil }

// Value stores the list.
func (n ints) Value() (driver.Value, error) { return array(n, strconv.Itoa), nil }

func array[T any](list []T, text func(T) string) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = text(v)
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// Strings is a text[].
type Strings []string

// quoted escapes what ends a quoted element of an array.
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`) //nolint:gochecknoglobals // never changes

// Value stores the list.
func (s Strings) Value() (driver.Value, error) {
	return array(s, func(text string) string { return `"` + quoted.Replace(text) + `"` }), nil
}

// Scan reads the list. Elements are never NULL.
func (s *Strings) Scan(v any) error {
	var text string
	switch b := v.(type) {
	case []byte:
		text = string(b)
	case string:
		text = b
	default:
		return fmt.Errorf("text[] value is a %T", v)
	}
	*s = elements(strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}"))
	return nil
}

// elements takes the inside of an array apart as the database writes it: what holds more than plain characters stands in
// quotes, in which a backslash goes before each quote and backslash.
func elements(text string) []string {
	if text == "" {
		return nil
	}
	if !strings.Contains(text, `"`) {
		return strings.Split(text, ",")
	}
	var list []string
	var one strings.Builder
	inside, escaped := false, false
	for _, r := range text {
		switch {
		case escaped:
			one.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			inside = !inside
		case r == ',' && !inside:
			list = append(list, one.String())
			one.Reset()
		default:
			one.WriteRune(r)
		}
	}
	return append(list, one.String())
}
