package proof

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
)

// Published is a public key under the name by which proofs and tokens refer to it.
type Published struct {
	// ID is the part of the method behind the #, and the kid of a token.
	ID  string
	Key crypto.PublicKey // ed25519.PublicKey or *rsa.PublicKey
}

// Method is the name of a key of an issuer.
func Method(did, id string) string { return did + "#" + id }

// DIDDocument is what an issuer publishes of itself. Keys that were retired stay in it: what they have signed stays signed.
func DIDDocument(did string, keys []Published) map[string]any {
	methods, names := []any{}, []any{}
	for _, k := range keys {
		method := map[string]any{"id": Method(did, k.ID), "controller": did}
		if key, ok := k.Key.(ed25519.PublicKey); ok {
			method["type"], method["publicKeyMultibase"] = "Multikey", Multikey(key)
		} else {
			method["type"], method["publicKeyJwk"] = "JsonWebKey", JWK(k)
		}
		methods, names = append(methods, method), append(names, method["id"])
	}
	return map[string]any{
		"@context": []any{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"},
		"id":       did, "verificationMethod": methods, "assertionMethod": names,
	}
}

// JWKS is the same keys for those who verify tokens.
func JWKS(keys []Published) map[string]any {
	list := []any{}
	for _, k := range keys {
		jwk := JWK(k)
		jwk["kid"], jwk["use"] = k.ID, "sig"
		list = append(list, jwk)
	}
	return map[string]any{"keys": list}
}

// JWK writes a public key as a JSON web key.
func JWK(k Published) map[string]any {
	switch key := k.Key.(type) {
	case ed25519.PublicKey:
		return map[string]any{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": base64.RawURLEncoding.EncodeToString(key)}
	case *rsa.PublicKey:
		return map[string]any{
			"kty": "RSA", "alg": "RS256", "n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		}
	}
	return map[string]any{}
}

const (
	minRSABits = 2048
	// maxRSABits bounds the time that a foreign key can make us spend.
	maxRSABits = 4096
)

// readJWK reads a public key that stands in a token. One that brings its private part proves nothing.
func readJWK(value any) (crypto.PublicKey, error) {
	jwk, _ := value.(map[string]any)
	if _, private := jwk["d"]; private {
		return nil, ErrKey
	}
	switch jwk["kty"] {
	case "OKP":
		x, err := segment(jwk["x"])
		if err != nil || jwk["crv"] != "Ed25519" || len(x) != ed25519.PublicKeySize {
			return nil, ErrKey
		}
		return ed25519.PublicKey(x), nil
	case "RSA":
		return readRSA(jwk)
	}
	return nil, ErrKey
}

func readRSA(jwk map[string]any) (crypto.PublicKey, error) {
	n, err := segment(jwk["n"])
	if err != nil {
		return nil, err
	}
	e, err := segment(jwk["e"])
	if err != nil || len(e) > 4 {
		return nil, ErrKey
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	if bits := key.N.BitLen(); bits < minRSABits || bits > maxRSABits || key.E < 3 || key.E%2 == 0 || key.E >= 1<<31 {
		return nil, ErrKey
	}
	return key, nil
}

// segment reads base64url as tokens write it: without padding, and without bits that are not used.
func segment(value any) ([]byte, error) {
	text, ok := value.(string)
	if !ok || text == "" {
		return nil, ErrKey
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, ErrKey
	}
	return raw, nil
}
