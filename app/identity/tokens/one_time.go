package tokens

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// NewOneTime makes the token of a mailed link from 32 random bytes, and the hash by which it is known here.
func NewOneTime() (token string, hash []byte, err error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", nil, fmt.Errorf("one-time token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, HashOneTime(token), nil
}

// HashOneTime is what is stored of a one-time token. A plain SHA-256 will do: 256 random bits cannot be guessed.
func HashOneTime(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
