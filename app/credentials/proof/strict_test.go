package proof

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestDecode_RefusesWhatCanBeReadInTwoWays(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"a member twice":       `{"issuer":"did:web:a","issuer":"did:web:b"}`,
		"twice by escape":      `{"issuer":"did:web:a","issu\u0065r":"did:web:b"}`,
		"twice further down":   `{"a":[{"b":1,"b":2}]}`,
		"something behind it":  `{} {}`,
		"broken characters":    "{\"a\":\"\xff\"}",
		"a long number":        `{"a":12345678901234567890}`,
		"a long fraction":      `{"a":0.12345678901234567890}`,
		"an endless number":    `{"a":1e999}`,
		"half a document":      `{"a":`,
		"a list":               `[]`,
		"nothing":              ``,
		"XML":                  `<?xml version="1.0"?><credential/>`,
		"deeply nested lists":  strings.Repeat("[", 100_000),
		"deeply nested values": `{"a":` + strings.Repeat(`{"a":`, 1_000) + "1" + strings.Repeat("}", 1_001),
		"very many values":     `{"a":[` + strings.Repeat("1,", 10_000) + `1]}`,
		"very much":            `{"a":"` + strings.Repeat("x", MaxBytes) + `"}`,
	} {
		if _, err := Decode([]byte(raw)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	s := newSuite(f)
	raw, err := json.Marshal(signed(f, s))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"proof":{"type":"DataIntegrityProof"}}`))
	f.Add([]byte(`{"a":[[[{"b":null}]]]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		document, err := Decode(raw)
		if err != nil {
			return
		}
		if _, err := s.canonical(document); err == nil && len(document) == 0 {
			t.Error("nothing has a canonical form")
		}
		_, _ = s.Verify(document, func(string) (ed25519.PublicKey, error) { return testKey().Public().(ed25519.PublicKey), nil })
	})
}
