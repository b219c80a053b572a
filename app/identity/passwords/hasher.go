// Package passwords hashes passwords and judges how easily they are guessed. It stores nothing and knows no accounts.
package passwords

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The cost of new hashes: the minimum OWASP names for Argon2id, about 65 ms of one core. Old hashes carry their own.
const (
	memory    = 19 * 1024 // KiB
	passes    = 2
	lanes     = 1
	saltBytes = 16
	keyBytes  = 32
)

// Hasher hashes with Argon2id, only so many passwords at once that a flood of sign-ins cannot eat the memory.
type Hasher struct{ slots chan struct{} }

// NewHasher makes a hasher with two slots a core.
func NewHasher() *Hasher { return &Hasher{slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0))} }

// Hash makes the PHC string of a new password. It waits for a slot as long as the context lasts.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	p := parameters{memory: memory, passes: passes, lanes: lanes, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	if _, err := rand.Read(p.salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key, err := h.derive(ctx, password, p)
	if err != nil {
		return "", err
	}
	p.key = key
	return p.String(), nil
}

// Verify says whether the password is the one of a PHC string.
func (h *Hasher) Verify(ctx context.Context, phc, password string) (bool, error) {
	p, err := parse(phc)
	if err != nil {
		return false, err
	}
	key, err := h.derive(ctx, password, p)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, p.key) == 1, nil
}

// Nobody is a PHC string that takes as long to verify as a real one and that no password fits: for addresses without
// an account.
func Nobody() string {
	p := parameters{memory: memory, passes: passes, lanes: lanes, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	return p.String()
}

// derive normalises first: the same Korean password typed on two systems may arrive composed or decomposed.
func (h *Hasher) derive(ctx context.Context, password string, p parameters) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash: %w", ctx.Err())
	}
	defer func() { <-h.slots }()
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), p.salt, p.passes, p.memory, p.lanes, uint32(len(p.key))), nil //nolint:gosec // a few bytes
}

// parameters is a PHC string taken apart: $argon2id$v=19$m=…,t=…,p=…$salt$key.
type parameters struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

// String writes the PHC string.
func (p parameters) String() string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.lanes, encode(p.salt), encode(p.key))
}

var errMalformed = errors.New("malformed password hash")

func parse(phc string) (parameters, error) {
	var p parameters
	part := strings.Split(phc, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errMalformed
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil {
		return p, fmt.Errorf("%w: %w", errMalformed, err)
	}
	var salt, key error
	p.salt, salt = base64.RawStdEncoding.DecodeString(part[4])
	p.key, key = base64.RawStdEncoding.DecodeString(part[5])
	if err := errors.Join(salt, key); err != nil {
		return p, fmt.Errorf("%w: %w", errMalformed, err)
	}
	if p.passes == 0 || p.lanes == 0 || len(p.key) == 0 {
		return p, errMalformed
	}
	return p, nil
}
