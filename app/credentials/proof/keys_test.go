package proof

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

// packedZeros is a status list of so many bytes.
func packedZeros(t *testing.T, size int) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(out.Bytes())
}

func TestDIDWeb_NamesHostAndPort(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://academy.example.org":      "did:web:academy.example.org",
		"http://localhost:8080":            "did:web:localhost%3A8080",
		"https://EXAMPLE.org/diplomacy/ko": "did:web:example.org:diplomacy:ko",
	} {
		if got, err := DIDWeb(base); got != want || err != nil {
			t.Errorf("%s: %s, %v", base, got, err)
		}
	}
	if _, err := DIDWeb("academy"); err == nil {
		t.Error("a did:web of no host")
	}
}

func TestReadDIDKey_ReadsEd25519AndNothingElse(t *testing.T) {
	t.Parallel()
	did, key, err := ReadDIDKey(testMethod())
	if err != nil || did != DIDKey(key) || !key.Equal(testKey().Public()) {
		t.Errorf("%s, %v", did, err)
	}
	multikey := Multikey(testKey().Public().(ed25519.PublicKey))
	for _, method := range []string{
		"", "did:key:" + multikey, "did:key:" + multikey + "#other", "did:web:a#" + multikey, "did:key:z#z", "did:key:" + multikey[1:] + "#" + multikey[1:],
		"did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169#zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
		"did:key:z" + strings.Repeat("6", 200_000) + "#z" + strings.Repeat("6", 200_000),
	} {
		if _, _, err := ReadDIDKey(method); !errors.Is(err, ErrKey) {
			t.Errorf("%.80s: %v", method, err)
		}
	}
}
