package proof

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"net/url"
	"strings"

	"github.com/mr-tron/base58"
)

// ed25519Code is the multicodec of an Ed25519 public key.
func ed25519Code() []byte { return []byte{0xed, 0x01} }

// Multikey writes a public key as publicKeyMultibase.
func Multikey(key ed25519.PublicKey) string {
	return "z" + base58.Encode(append(ed25519Code(), key...))
}

// ReadMultikey reads an Ed25519 public key; one of another kind is ErrKey.
func ReadMultikey(text string) (ed25519.PublicKey, error) {
	code, multibase := strings.CutPrefix(text, "z")
	if len(code) > 200 { // base58 takes time that grows with the square
		return nil, fmt.Errorf("%w: too long", ErrKey)
	}
	raw, err := base58.Decode(code)
	key, right := bytes.CutPrefix(raw, ed25519Code())
	if err != nil || !multibase || !right || len(key) != ed25519.PublicKeySize || base58.Encode(raw) != code {
		return nil, fmt.Errorf("%w: no Ed25519 key", ErrKey)
	}
	return key, nil
}

// DIDKey is the name that is a key.
func DIDKey(key ed25519.PublicKey) string { return "did:key:" + Multikey(key) }

// ReadDIDKey answers the key that a verification method of did:key names, and whose it is.
func ReadDIDKey(method string) (did string, key ed25519.PublicKey, err error) {
	did, fragment, _ := strings.Cut(method, "#")
	multikey, ok := strings.CutPrefix(did, "did:key:")
	if !ok || fragment != multikey {
		return "", nil, fmt.Errorf("%w: %.80q is no did:key", ErrKey, method)
	}
	key, err = ReadMultikey(multikey)
	return did, key, err
}

// DIDWeb is the name of whoever serves an address, and of nobody else: did:web:academy.example.org, did:web:localhost%3A8080.
func DIDWeb(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("did:web of %q: no address of a host", base)
	}
	did := "did:web:" + strings.ReplaceAll(strings.ToLower(u.Host), ":", "%3A")
	for part := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		if part != "" {
			did += ":" + url.PathEscape(part)
		}
	}
	return did, nil
}
