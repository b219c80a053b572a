// Package tokens makes and reads the three tokens of an account: the access token that stands for fifteen minutes, the
// refresh token that renews it, and the one-time token of a mailed link. It looks nothing up: whether a session is
// still open or a link has been used is for app/identity to find out.
package tokens

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// AccessLife is how long an access token stands by itself.
const AccessLife = 15 * time.Minute

const (
	issuer   = "academy"
	audience = "academy-access"
)

// ErrForged is a token that is not ours, not for this purpose, or no longer valid.
var ErrForged = errors.New("token refused")

// Access signs and reads access tokens: JWT with HS256.
type Access struct {
	key    []byte
	now    func() time.Time
	parser *jwt.Parser
	// read is what tokens said that were read lately, by their hash: a learner shows the same one at every click.
	read *otter.Cache[[sha256.Size]byte, reading]
}

// keptReadings is enough for those who click within the same minutes, in about 2 MB.
const keptReadings = 16_384

type reading struct {
	user, session uuid.UUID
	until         time.Time
}

type claims struct {
	jwt.RegisteredClaims
	Session uuid.UUID `json:"sid"`
}

// NewAccess makes it. The key serves no other purpose; now is asked at every use.
func NewAccess(key []byte, now func() time.Time) *Access {
	read := otter.Must(&otter.Options[[sha256.Size]byte, reading]{MaximumSize: keptReadings})
	return &Access{key: key, now: now, read: read, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithIssuer(issuer),
		jwt.WithAudience(audience), jwt.WithTimeFunc(now), jwt.WithStrictDecoding())}
}

// Sign makes the token of a person in a session.
func (a *Access) Sign(user, session uuid.UUID) (string, error) {
	now := a.now()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{Session: session, RegisteredClaims: jwt.RegisteredClaims{
		Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: user.String(),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(AccessLife)),
	}}).SignedString(a.key)
	if err != nil {
		return "", fmt.Errorf("sign access token: %w", err)
	}
	return token, nil
}

// Read answers whose token it is and of which session, or ErrForged.
func (a *Access) Read(token string) (user, session uuid.UUID, err error) {
	hash := sha256.Sum256([]byte(token))
	r, known := a.read.GetIfPresent(hash)
	if !known || !a.now().Before(r.until) {
		if r, err = a.parse(token); err != nil {
			return uuid.Nil, uuid.Nil, err
		}
		a.read.Set(hash, r)
	}
	return r.user, r.session, nil
}

func (a *Access) parse(token string) (reading, error) {
	var c claims
	if _, err := a.parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return a.key, nil }); err != nil {
		return reading{}, fmt.Errorf("%w: %w", ErrForged, err)
	}
	user, err := uuid.Parse(c.Subject)
	if err != nil || c.Session == uuid.Nil {
		return reading{}, ErrForged
	}
	return reading{user: user, session: c.Session, until: c.ExpiresAt.Time}, nil
}
