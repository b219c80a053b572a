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
