package proof

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/mr-tron/base58"
)

const (
	integrityType = "DataIntegrityProof"
	cryptosuite   = "eddsa-rdfc-2022"
	purpose       = "assertionMethod"
)

// Sign answers the document with a proof. Method names the key where the issuer publishes it. The same document, key
// and time always give the same bytes. A part that the proof would not cover is an error.
func (s *Suite) Sign(document map[string]any, key ed25519.PrivateKey, method string, created time.Time) (map[string]any, error) {
	proof := map[string]any{
		"type": integrityType, "cryptosuite": cryptosuite, "created": created.UTC().Format(time.RFC3339),
		"verificationMethod": method, "proofPurpose": purpose,
	}
	digest, err := s.digest(document, proof)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = "z" + base58.Encode(ed25519.Sign(key, digest))
	signed := maps.Clone(document)
	signed["proof"] = proof
	return signed, nil
}

// Verify answers by which method a document was signed; keyOf says which key that method names. The document must have
// exactly one proof, and nothing in it that the proof does not cover.
func (s *Suite) Verify(document map[string]any, keyOf func(method string) (ed25519.PublicKey, error)) (method string, err error) {
	proof, signature, err := proofOf(document)
	if err != nil {
		return "", err
	}
	method, _ = proof["verificationMethod"].(string)
	key, err := keyOf(method)
	if err != nil {
		return method, err
	}
	if len(key) != ed25519.PublicKeySize {
		return method, fmt.Errorf("%w: %d bytes", ErrKey, len(key))
	}
	bare := maps.Clone(document)
	delete(bare, "proof")
	digest, err := s.digest(bare, proof)
	if err != nil {
		return method, err
	}
	if !ed25519.Verify(key, digest, signature) {
		return method, ErrSignature
	}
	return method, nil
}

// proofOf takes the proof of a document apart: what it says, and the signature.
func proofOf(document map[string]any) (map[string]any, []byte, error) {
	proof, ok := document["proof"].(map[string]any)
	if !ok {
		return nil, nil, fmt.Errorf("%w: not one proof", ErrMethod)
	}
	for name, want := range map[string]string{"type": integrityType, "cryptosuite": cryptosuite, "proofPurpose": purpose} {
		if got, _ := proof[name].(string); got != want {
			return nil, nil, fmt.Errorf("%w: %s %.60q", ErrMethod, name, got)
		}
	}
	text, _ := proof["proofValue"].(string)
	code, multibase := strings.CutPrefix(text, "z")
	signature, err := base58.Decode(code)
	if err != nil || !multibase || len(signature) != ed25519.SignatureSize || base58.Encode(signature) != code {
		return nil, nil, fmt.Errorf("%w: a proof value of another form", ErrSignature)
	}
	if created, ok := proof["created"]; ok {
		if _, err := Time(created); err != nil {
			return nil, nil, err
		}
	}
	said := maps.Clone(proof)
	delete(said, "proofValue")
	return said, signature, nil
}

// digest is what is signed: the hash of what the proof says of itself and the hash of the document.
func (s *Suite) digest(document, proof map[string]any) ([]byte, error) {
	said := maps.Clone(proof)
	if own, ok := said["@context"]; ok && !sameContext(own, document["@context"]) {
		return nil, fmt.Errorf("%w: the proof names others than the document", ErrContext)
	}
	said["@context"] = document["@context"]
	about, err := s.canonical(said)
	if err != nil {
		return nil, err
	}
	text, err := s.canonical(document)
	if err != nil {
		return nil, err
	}
	first, second := sha256.Sum256(about), sha256.Sum256(text)
	return append(first[:], second[:]...), nil
}

func sameContext(a, b any) bool {
	first, err := addresses(a)
	if err != nil {
		return false
	}
	second, err := addresses(b)
	return err == nil && strings.Join(first, " ") == strings.Join(second, " ")
}

// Time reads a moment as credentials write it: a date and time with its zone.
func Time(value any) (time.Time, error) {
	text, _ := value.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, fmt.Errorf("%w: %.40q is no time", ErrMalformed, text)
	}
	return at, nil
}
