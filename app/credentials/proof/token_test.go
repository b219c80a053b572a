package proof

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func rsaKey(tb testing.TB) *rsa.PrivateKey {
	tb.Helper()
	key, err := rsa.GenerateKey(rand.Reader, minRSABits)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func token(tb testing.TB, key crypto.Signer) string {
	tb.Helper()
	text, err := SignToken(sample(tb), key, "key-1")
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func embedded(string, string) (crypto.PublicKey, error) { return nil, nil }

// forge writes a token by hand, with a signature of whatever bytes.
func forge(tb testing.TB, header, credential map[string]any, signature []byte) string {
	tb.Helper()
	part := func(value any) string {
		raw, err := json.Marshal(value)
		if err != nil {
			tb.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	return part(header) + "." + part(credential) + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestToken_VerifiesByItsEmbeddedKeyAndByTheIssuers(t *testing.T) {
	t.Parallel()
	for _, key := range []crypto.Signer{rsaKey(t), testKey()} {
		text := token(t, key)
		if text != token(t, key) {
			t.Error("two tokens of one credential differ")
		}
		got, err := VerifyToken(text, embedded)
		if err != nil || !got.Embedded || got.KeyID != "key-1" || got.Credential["iss"] != IssuerID(got.Credential) {
			t.Errorf("%+v, %v", got, err)
		}
		got, err = VerifyToken(text, func(issuer, id string) (crypto.PublicKey, error) {
			if issuer != "did:web:academy.example.org" || id != "key-1" {
				t.Errorf("asked for %s %s", issuer, id)
			}
			return key.Public(), nil
		})
		if err != nil || got.Embedded {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestToken_IsRefusedWithoutAnAlgorithmOrWithAnother(t *testing.T) {
	t.Parallel()
	key := rsaKey(t)
	header, credential, err := Claims(token(t, key))
	if err != nil {
		t.Fatal(err)
	}
	for _, alg := range []any{"none", "None", "nOnE", "HS256", "RS512", "PS256", "EdDSA", "", nil, 1.0} {
		header["alg"] = alg
		for _, signature := range [][]byte{nil, {}, []byte("signature")} {
			if _, err := VerifyToken(forge(t, header, credential, signature), embedded); err == nil {
				t.Errorf("alg %v was taken", alg)
			}
		}
	}
}

func TestToken_IsRefusedWithAKeyOfAnotherTypeOrAWeakOne(t *testing.T) {
	t.Parallel()
	text := token(t, rsaKey(t))
	for name, key := range map[string]crypto.PublicKey{
		"Ed25519": testKey().Public(), "bytes of the public key as a shared secret": []byte("secret"), "another RSA key": rsaKey(t).Public(),
	} {
		if _, err := VerifyToken(text, func(string, string) (crypto.PublicKey, error) { return key, nil }); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	n := base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{0xff}, 128))
	for name, jwk := range map[string]any{
		"none":              nil,
		"private":           map[string]any{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(testKey().Public().(ed25519.PublicKey)), "d": "AA"},
		"short":             map[string]any{"kty": "RSA", "n": n, "e": "AQAB"},
		"enormous":          map[string]any{"kty": "RSA", "n": strings.Repeat("_", 20_000), "e": "AQAB"},
		"exponent 1":        map[string]any{"kty": "RSA", "n": strings.Repeat("_", 342), "e": "AQ"},
		"symmetric":         map[string]any{"kty": "oct", "k": "c2VjcmV0"},
		"X25519":            map[string]any{"kty": "OKP", "crv": "X25519", "x": base64.RawURLEncoding.EncodeToString(testKey().Public().(ed25519.PublicKey))},
		"of another length": map[string]any{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
	} {
		header, credential, err := Claims(text)
		if err != nil {
			t.Fatal(err)
		}
		header["jwk"] = jwk
		if _, err := VerifyToken(forge(t, header, credential, []byte("signature")), embedded); !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestToken_IsRefusedWhenAnySymbolOfItIsChanged(t *testing.T) {
	t.Parallel()
	for _, key := range []crypto.Signer{rsaKey(t), testKey()} {
		text := token(t, key)
		for i := range text {
			other := byte('A')
			if text[i] == other {
				other = 'B'
			}
			changed := text[:i] + string(other) + text[i+1:]
			if _, err := VerifyToken(changed, embedded); err == nil {
				t.Fatalf("symbol %d of %d was changed", i, len(text))
			}
		}
	}
}

func TestToken_IsReadByStrictBase64Only(t *testing.T) {
	t.Parallel()
	text := token(t, testKey())
	last := text[len(text)-1] // of 64 bytes the last symbol carries two bits that are not used
	symbols := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	loose := text[:len(text)-1] + string(symbols[strings.IndexByte(symbols, last)^1])
	parts := strings.Split(text, ".")
	for name, changed := range map[string]string{
		"bits that are not used": loose, "padding": text + "==", "a line break": parts[0] + "." + parts[1][:9] + "\n" + parts[1][9:] + "." + parts[2],
		"a space": text + " ", "standard base64": strings.NewReplacer("-", "+", "_", "/").Replace(text) + "+",
		"four parts": text + ".", "two parts": parts[0] + "." + parts[1], "nothing": "", "dots": "..",
	} {
		if _, err := VerifyToken(changed, embedded); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestToken_IsRefusedWhenItsClaimsContradictItsCredential(t *testing.T) {
	t.Parallel()
	for claim, value := range map[string]any{"iss": "did:web:ministry.example.org", "jti": "urn:other", "sub": "urn:other", "nbf": 1.0, "exp": 4e9} {
		credential := sample(t)
		all := claims(credential)
		all[claim] = value
		if err := agrees(all); err == nil {
			t.Errorf("%s = %v was taken", claim, value)
		}
	}
}

func FuzzVerifyToken(f *testing.F) {
	f.Add(token(f, testKey()))
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add("a.b.c")
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := VerifyToken(text, embedded); err == nil && len(got.Credential) == 0 {
			t.Error("nothing was verified")
		}
	})
}
