package proof

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

var signedAt = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

func newSuite(tb testing.TB) *Suite {
	tb.Helper()
	s, err := NewSuite()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func testKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
}

func testMethod() string {
	did := DIDKey(testKey().Public().(ed25519.PublicKey))
	return did + "#" + strings.TrimPrefix(did, "did:key:")
}

func byDIDKey(method string) (ed25519.PublicKey, error) {
	_, key, err := ReadDIDKey(method)
	return key, err
}

// sample is a credential with everything that ours have, not signed yet.
func sample(tb testing.TB) map[string]any {
	tb.Helper()
	raw, err := os.ReadFile("testdata/credential.json")
	if err != nil {
		tb.Fatal(err)
	}
	document, err := Decode(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return document
}

func signed(tb testing.TB, s *Suite) map[string]any {
	tb.Helper()
	document, err := s.Sign(sample(tb), testKey(), testMethod(), signedAt)
	if err != nil {
		tb.Fatal(err)
	}
	return document
}

// copied is a deep copy, by way of the bytes that people pass around.
func copied(tb testing.TB, document map[string]any) map[string]any {
	tb.Helper()
	raw, err := json.Marshal(document)
	if err != nil {
		tb.Fatal(err)
	}
	again, err := Decode(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return again
}

func TestSign_GivesTheSameBytesEveryTimeAndVerifies(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	one, err := json.Marshal(signed(t, s))
	if err != nil {
		t.Fatal(err)
	}
	two, err := json.Marshal(signed(t, newSuite(t)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("two signatures of one document differ")
	}
	if method, err := s.Verify(copied(t, signed(t, s)), byDIDKey); err != nil || method != testMethod() {
		t.Errorf("%s, %v", method, err)
	}
}

// place is one value in a document, with ways to change it.
type place struct {
	path  string
	value any
	set   func(any)
	drop  func()
}

// places lists every value of a document, branches and leaves.
func places(path string, value any) []place {
	var list []place
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			at := path + "/" + name
			list = append(list, place{at, inner, func(to any) { v[name] = to }, func() { delete(v, name) }})
			list = append(list, places(at, inner)...)
		}
	case []any:
		for i, inner := range v {
			at := fmt.Sprintf("%s/%d", path, i)
			list = append(list, place{at, inner, func(to any) { v[i] = to }, nil})
			list = append(list, places(at, inner)...)
		}
	}
	return list
}

func changesOf(value any) []any {
	switch v := value.(type) {
	case string:
		return []any{v + "x", "x" + v, strings.ToUpper(v), strings.TrimSuffix(v, v[len(v)-1:]), "", nil, true, 1.0, []any{v, v + "x"}, []any{v, v}, []any{}, map[string]any{"type": v}, map[string]any{}}
	case bool:
		return []any{!v, nil, "true", 0.0}
	case float64:
		return []any{v + 1, -v, nil}
	case []any:
		return []any{append([]any{"urn:x:added"}, v...), append([]any{"Added"}, v...), append([]any{map[string]any{"type": "Added"}}, v...), []any{}, nil}
	}
	return []any{nil, []any{}, "x", map[string]any{}}
}

func TestVerify_RefusesEveryChangedAddedOrRemovedClaimAndProofField(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	whole := signed(t, s)
	count := 0
	refused := func(what string, forged map[string]any) {
		t.Helper()
		if count++; same(t, forged, whole) {
			return
		}
		if _, err := s.Verify(forged, byDIDKey); err == nil {
			t.Errorf("taken: %s", what)
		}
	}
	for i := range places("", copied(t, whole)) {
		at := placed(t, whole, i)
		for n := range changesOf(at.value) {
			forged := copied(t, whole)
			p := at.in(forged)
			to := changesOf(p.value)[n]
			p.set(to)
			refused(fmt.Sprintf("%s = %v", at.path, to), forged)
		}
		if at.drop != nil {
			forged := copied(t, whole)
			at.in(forged).drop()
			refused("without "+at.path, forged)
		}
		for _, name := range []string{"name", "description", "undefinedTerm", "https://example.org/term", "@graph", "@included", "@type", "id2", "relatedResource", "image", "nonce"} {
			forged := copied(t, whole)
			if branch, ok := at.in(forged).value.(map[string]any); ok && branch[name] == nil {
				branch[name] = "urn:x:added"
				refused(at.path+" with "+name, forged)
			}
		}
	}
	if count < 800 {
		t.Errorf("only %d forgeries were tried", count)
	}
}

// placed finds the i-th place in the order of paths; in finds the same one in a copy.
func placed(t *testing.T, document map[string]any, i int) place {
	t.Helper()
	list := places("", copied(t, document))
	slices.SortFunc(list, func(a, b place) int { return strings.Compare(a.path, b.path) })
	return list[i]
}

func (p place) in(document map[string]any) place {
	for _, q := range places("", document) {
		if q.path == p.path {
			return q
		}
	}
	panic(p.path)
}

func same(t *testing.T, a, b map[string]any) bool {
	t.Helper()
	one, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(one, two)
}

func TestVerify_RefusesAProofOverAChangedContext(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	for name, context := range map[string]any{
		"other":      []any{"https://www.w3.org/ns/credentials/v2", "https://evil.example.org/context.json"},
		"swapped":    []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"},
		"others own": []any{"https://www.w3.org/ns/credentials/v2", map[string]any{"name": "https://schema.org/alternateName"}},
		"none":       []any{},
		"not a list": "https://www.w3.org/ns/credentials/v2",
		"many":       []any{ContextCredentials, ContextBadges, ContextCredentials, ContextBadges, ContextCredentials},
	} {
		forged := signed(t, s)
		forged["@context"] = context
		if _, err := s.Verify(forged, byDIDKey); err == nil {
			t.Errorf("%s: taken", name)
		} else if strings.HasPrefix(name, "other") && !errors.Is(err, ErrContext) {
			t.Errorf("%s: %v", name, err)
		}
	}
	forged := signed(t, s)
	forged["proof"].(map[string]any)["@context"] = []any{"https://www.w3.org/ns/credentials/v2"}
	if _, err := s.Verify(forged, byDIDKey); !errors.Is(err, ErrContext) {
		t.Errorf("a context of the proof's own: %v", err)
	}
}

func TestSign_RefusesWhatNoContextDefines(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	for name, spoil := range map[string]func(map[string]any){
		"an undefined term":     func(d map[string]any) { d["gradeOfHonour"] = "A" },
		"an undefined type":     func(d map[string]any) { d["type"] = []any{"VerifiableCredential", "Unheard"} },
		"a relative id":         func(d map[string]any) { d["id"] = "credentials/1" },
		"a nameless node's id":  func(d map[string]any) { d["id"] = "_:b0" },
		"an id of two lines":    func(d map[string]any) { d["id"] = "urn:x> <urn:y> \"z\" .\n<urn:x" },
		"an id that is dropped": func(d map[string]any) { d["id"] = "https://a b" },
	} {
		document := sample(t)
		spoil(document)
		if _, err := s.Sign(document, testKey(), testMethod(), signedAt); !errors.Is(err, ErrUnsigned) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerify_RefusesAKeyOfAnotherType(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	document := signed(t, s)
	// A P-256 key in the same clothes.
	document["proof"].(map[string]any)["verificationMethod"] = "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169#zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
	if _, err := s.Verify(document, byDIDKey); !errors.Is(err, ErrKey) {
		t.Error(err)
	}
	for _, cryptosuite := range []string{"ecdsa-rdfc-2019", "eddsa-jcs-2022", "none", ""} {
		document := signed(t, s)
		document["proof"].(map[string]any)["cryptosuite"] = cryptosuite
		if _, err := s.Verify(document, byDIDKey); !errors.Is(err, ErrMethod) {
			t.Errorf("%s: %v", cryptosuite, err)
		}
	}
}

func TestVerify_IsNotKeptBusyByPartsThatLookAlike(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	document := signed(t, s)
	var alike []any
	for i := range 12 {
		alike = append(alike, map[string]any{"type": []any{"Evidence"}, "narrative": "same", "image": map[string]any{"type": "Image", "caption": fmt.Sprint(i)}})
	}
	document["evidence"] = alike
	start := time.Now()
	_, err := s.Verify(document, byDIDKey)
	if took := time.Since(start); err == nil || took > 2*time.Second {
		t.Errorf("%v after %v", err, took)
	}
}

func TestVerify_AnswersManyAtOnceAlike(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	document := signed(t, s)
	failures := make(chan error, 16)
	for range cap(failures) {
		go func() {
			_, err := s.Verify(document, byDIDKey)
			failures <- err
		}()
	}
	for range cap(failures) {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	s, document := newSuite(b), sample(b)
	for b.Loop() {
		if _, err := s.Sign(document, testKey(), testMethod(), signedAt); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	s := newSuite(b)
	document := signed(b, s)
	for b.Loop() {
		if _, err := s.Verify(document, byDIDKey); err != nil {
			b.Fatal(err)
		}
	}
}
