package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	maxDepth  = 24
	maxValues = 5_000
	// A number of more digits is not the same for everyone who reads it.
	maxDigits = 15
)

// Decode reads one JSON object so that there is only one way to understand it: no member twice, no broken characters,
// no number beyond what a double holds, nothing behind it, not deeper than anybody needs.
func Decode(raw []byte) (map[string]any, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrMalformed, len(raw))
	}
	if !utf8.Valid(raw) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrMalformed)
	}
	r := reader{json: json.NewDecoder(bytes.NewReader(raw)), left: maxValues}
	r.json.UseNumber()
	value, err := r.value(0)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%w: no object", ErrMalformed)
	}
	if _, err := r.json.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: something stands behind it", ErrMalformed)
	}
	return object, nil
}

// reader reads values one by one and counts them.
type reader struct {
	json *json.Decoder
	left int
}

func (r *reader) value(depth int) (any, error) {
	if r.left--; r.left < 0 || depth > maxDepth {
		return nil, errors.New("too deep or too much")
	}
	token, err := r.json.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return r.object(depth)
		}
		return r.array(depth)
	case json.Number:
		return number(t)
	}
	return token, nil
}

func (r *reader) object(depth int) (map[string]any, error) {
	object := map[string]any{}
	for r.json.More() {
		token, err := r.json.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // the decoder takes no other
		if _, twice := object[name]; twice {
			return nil, fmt.Errorf("member %.40q twice", name)
		}
		if object[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := r.json.Token()
	return object, err
}

func (r *reader) array(depth int) ([]any, error) {
	array := []any{}
	for r.json.More() {
		value, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := r.json.Token()
	return array, err
}

func number(n json.Number) (float64, error) {
	mantissa, _, _ := strings.Cut(strings.ToLower(n.String()), "e")
	if len(strings.Trim(strings.ReplaceAll(mantissa, ".", ""), "-0")) > maxDigits {
		return 0, fmt.Errorf("number %.40s", n)
	}
	return n.Float64()
}
