package proof

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Token is a verified VC-JWT.
type Token struct {
	// Credential is what it says, with the claims of the token beside those of the credential.
	Credential map[string]any
	// KeyID is what the token calls its key; Embedded says that the key came in the token itself, which shows that
	// nothing was changed but not who has signed.
	KeyID    string
	Embedded bool
}

// SignToken writes a credential as VC-JWT by RS256 with the public key in its header, which every reader of Open
// Badges understands, or by EdDSA. The same credential and key always give the same token.
func SignToken(credential map[string]any, key crypto.Signer, keyID string) (string, error) {
	var method jwt.SigningMethod = jwt.SigningMethodRS256
	if _, ok := key.(ed25519.PrivateKey); ok {
		method = jwt.SigningMethodEdDSA
	}
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims(credential)))
	jwk := JWK(Published{Key: key.Public()})
	token.Header["kid"], token.Header["jwk"] = keyID, jwk
	signed, err := token.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return signed, nil
}

// claims adds those of a token to those of the credential.
func claims(credential map[string]any) map[string]any {
	all := map[string]any{}
	for name, value := range credential {
		all[name] = value
	}
	for claim, want := range registered(credential) {
		all[claim] = want
	}
	return all
}

// registered is what the claims of a token must be for this credential.
func registered(credential map[string]any) map[string]any {
	want := map[string]any{}
	for claim, value := range map[string]any{"iss": IssuerID(credential), "jti": credential["id"], "sub": subjectID(credential)} {
		if text, _ := value.(string); text != "" {
			want[claim] = text
		}
	}
	for claim, from := range map[string]string{"nbf": "validFrom", "exp": "validUntil"} {
		if at, err := Time(credential[from]); err == nil {
			want[claim] = float64(at.Unix())
		}
	}
	return want
}

// IssuerID is who says to have issued a credential.
func IssuerID(credential map[string]any) string {
	if issuer, ok := credential["issuer"].(map[string]any); ok {
		id, _ := issuer["id"].(string)
		return id
	}
	id, _ := credential["issuer"].(string)
	return id
}

func subjectID(credential map[string]any) any {
	subject, _ := credential["credentialSubject"].(map[string]any)
	return subject["id"]
}

// Claims reads a token without verifying anything: enough to say what it claims to be.
func Claims(token string) (header, credential map[string]any, err error) {
	parts := strings.Split(token, ".")
	if len(token) > MaxBytes || len(parts) != 3 {
		return nil, nil, fmt.Errorf("%w: no token of three parts", ErrMalformed)
	}
	read := func(part string) (map[string]any, error) {
		raw, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil || strings.ContainsAny(part, "\r\n") {
			return nil, fmt.Errorf("%w: base64url", ErrMalformed)
		}
		return Decode(raw)
	}
	if header, err = read(parts[0]); err != nil {
		return nil, nil, err
	}
	credential, err = read(parts[1])
	return header, credential, err
}

// VerifyToken verifies a VC-JWT by the key that keyOf answers for the issuer and the key it names, or where that
// answers nil by the one in its header. Neither an address of keys nor a certificate in the header is looked at.
func VerifyToken(token string, keyOf func(issuer, keyID string) (crypto.PublicKey, error)) (Token, error) {
	header, credential, err := Claims(token)
	if err != nil {
		return Token{}, err
	}
	t := Token{Credential: credential}
	t.KeyID, _ = header["kid"].(string)
	if _, critical := header["crit"]; critical {
		return t, fmt.Errorf("%w: critical extensions", ErrMethod)
	}
	key, err := keyOf(IssuerID(credential), t.KeyID)
	if err != nil {
		return t, err
	}
	if key == nil {
		if key, err = readJWK(header["jwk"]); err != nil {
			return t, err
		}
		t.Embedded = true
	}
	method, err := methodOf(header["alg"], key)
	if err != nil {
		return t, err
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{method}), jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation())
	if _, err := parser.Parse(token, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return t, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return t, agrees(credential)
}

// methodOf lets a key be used for its own algorithm only.
func methodOf(alg any, key crypto.PublicKey) (string, error) {
	var own string
	switch key.(type) {
	case *rsa.PublicKey:
		own = jwt.SigningMethodRS256.Alg()
	case ed25519.PublicKey:
		own = jwt.SigningMethodEdDSA.Alg()
	default:
		return "", ErrKey
	}
	if alg != own {
		return "", fmt.Errorf("%w: %.20q", ErrMethod, fmt.Sprint(alg))
	}
	return own, nil
}

// agrees finds claims of a token that say something else than its credential.
func agrees(credential map[string]any) error {
	want := registered(credential)
	for _, claim := range []string{"iss", "jti", "sub", "nbf", "exp"} {
		got, said := credential[claim]
		if other, both := want[claim]; said && both && got != other {
			return fmt.Errorf("%w: the token's %s is not the credential's", ErrMalformed, claim)
		}
	}
	return nil
}
