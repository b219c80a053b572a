package courses

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

// Strings is a text[] of plain words: language tags, keys. Values hold no comma, quote or brace.
type Strings []string

// Value stores the list.
func (s Strings) Value() (driver.Value, error) { return "{" + strings.Join(s, ",") + "}", nil }

// Scan reads the list.
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
	text = strings.Trim(text, "{}")
	*s = nil
	if text != "" {
		*s = strings.Split(text, ",")
	}
	return nil
}
