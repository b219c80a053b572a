package models

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Text is one text in the languages of the academy, stored as a jsonb value.
type Text struct {
	KO string `json:"ko,omitempty"`
	EN string `json:"en,omitempty"`
}

// In gives the text in a language, and in the other one where it has not been translated.
func (t Text) In(lang string) string {
	if (lang == "en" && t.EN != "") || t.KO == "" {
		return t.EN
	}
	return t.KO
}

// Value stores the text.
func (t Text) Value() (driver.Value, error) { return marshal(t) }

// Scan reads the text.
func (t *Text) Scan(v any) error { return unmarshal(v, t) }

func marshal(v any) (driver.Value, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func unmarshal(v, into any) error {
	switch b := v.(type) {
	case []byte:
		return json.Unmarshal(b, into)
	case string:
		return json.Unmarshal([]byte(b), into)
	}
	return fmt.Errorf("jsonb value is a %T", v)
}

// JSON is a jsonb column of any payload type.
type JSON[T any] struct{ V T }

// Value stores the payload.
func (j JSON[T]) Value() (driver.Value, error) { return marshal(j.V) }

// Scan reads the payload.
func (j *JSON[T]) Scan(v any) error { return unmarshal(v, &j.V) }
