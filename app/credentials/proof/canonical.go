package proof

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/piprate/json-gold/ld"
)

// canonical writes a document as RDF in the one order there is (RDFC-1.0): what is signed.
func (s *Suite) canonical(document map[string]any) ([]byte, error) {
	if err := plain(document, true); err != nil {
		return nil, err
	}
	context, err := s.context(document["@context"])
	if err != nil {
		return nil, err
	}
	body := make(map[string]any, len(document))
	for name, value := range document {
		if name != "@context" {
			body[name] = value
		}
	}
	api := ld.NewJsonLdApi()
	expanded, err := api.Expand(context, "", body, s.options, false, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnsigned, err)
	}
	if err := absolute(expanded); err != nil {
		return nil, err
	}
	dataset, err := api.ToRDF([]any{disguised(expanded)}, s.options)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	undisguise(dataset)
	if err := told(dataset); err != nil {
		return nil, err
	}
	lines, err := api.Normalize(dataset, s.options)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	text, _ := lines.(string) // the format asked for
	return []byte(text), nil
}

// plain refuses what JSON-LD would silently leave out or read in two ways: null, nothing in brackets, the same value
// twice, and keywords of JSON-LD itself, among them contexts further down.
func plain(value any, top bool) error {
	switch v := value.(type) {
	case nil:
		return fmt.Errorf("%w: null", ErrUnsigned)
	case []any:
		return plainArray(v)
	case map[string]any:
		if len(v) == 0 {
			return fmt.Errorf("%w: an empty object", ErrUnsigned)
		}
		for name, inner := range v {
			if err := plainName(name, top); err != nil {
				return err
			}
			if err := plain(inner, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func plainName(name string, top bool) error {
	switch {
	case name == "@value", name == "@language", top && name == "@context":
		return nil
	case strings.HasPrefix(name, "@"), name == "":
		return fmt.Errorf("%w: %.40q", ErrUnsigned, name)
	}
	return nil
}

func plainArray(array []any) error {
	if len(array) == 0 {
		return fmt.Errorf("%w: an empty list", ErrUnsigned)
	}
	for i, value := range array {
		if _, nested := value.([]any); nested {
			return fmt.Errorf("%w: a list in a list", ErrUnsigned)
		}
		for _, earlier := range array[:i] {
			if reflect.DeepEqual(earlier, value) {
				return fmt.Errorf("%w: the same value twice", ErrUnsigned)
			}
		}
		if err := plain(value, false); err != nil {
			return err
		}
	}
	return nil
}

// absolute finds the names that json-gold would drop on the way to RDF, and with them what they say: those that are no
// whole addresses. The document is expanded.
func absolute(value any) error {
	switch v := value.(type) {
	case nil:
		return fmt.Errorf("%w: nothing is left of it", ErrUnsigned)
	case []any:
		for _, inner := range v {
			if err := absolute(inner); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, inner := range v {
			if err := absoluteMember(name, inner); err != nil {
				return err
			}
		}
	}
	return nil
}

func absoluteMember(name string, value any) error {
	switch name {
	case "@value", "@language":
		return nil
	case "@list", "@graph", "@set":
		return absolute(value)
	case "@id", "@type":
		return addressesOnly(value)
	}
	if strings.HasPrefix(name, "@") {
		return fmt.Errorf("%w: %.40q", ErrUnsigned, name)
	}
	if err := address(name); err != nil {
		return err
	}
	return absolute(value)
}

func addressesOnly(value any) error {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	for _, one := range list {
		text, _ := one.(string)
		if text == "@json" {
			continue
		}
		if err := address(text); err != nil {
			return err
		}
	}
	return nil
}

// address refuses relative names, names of blank nodes, which only serve to build riddles, and characters that would
// break out of a line of N-Quads.
func address(name string) error {
	scheme, _, whole := strings.Cut(name, ":")
	switch {
	case !whole, scheme == "", scheme == "_", strings.ContainsAny(scheme, "/?#@"), strings.HasPrefix(name, disguise),
		strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) }):
		return fmt.Errorf("%w: %.80q is no address", ErrUnsigned, name)
	}
	return nil
}
