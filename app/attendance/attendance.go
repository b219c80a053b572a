// Package attendance proves that somebody is where a code is shown: a code and an address that change every half minute,
// and a ticket for whoever has just read one. What is attended is a subject: an activity, a meeting. It is pure: no database,
// no clock.
package attendance

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Step is how long a code is shown. It is good for one step more on either side, since clocks differ and people take a moment.
const (
	Step  = 30 * time.Second
	slack = 1
)

// TicketLife is how long after reading a code somebody may take to press the button.
const TicketLife = 5 * time.Minute

// Why a token is not believed.
var (
	ErrForged  = errors.New("attendance: this is no token of ours")
	ErrExpired = errors.New("attendance: this token was shown at another time")
)

// Key is what codes are made with; it serves no other purpose.
type Key []byte

const macBytes = 16

// At numbers the step of a moment.
func At(t time.Time) uint32 {
	return uint32(max(t.Unix(), 0) / int64(Step/time.Second)) //nolint:gosec // steps are numbered for four thousand years
}

// Left is how long the code of a moment is still shown.
func Left(t time.Time) time.Duration {
	return time.Unix(int64(At(t)+1)*int64(Step/time.Second), 0).Sub(t)
}

func (k Key) mac(purpose string, parts ...[]byte) []byte {
	m := hmac.New(sha256.New, k)
	m.Write([]byte(purpose))
	for _, p := range parts {
		m.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p)))) //nolint:gosec // a few bytes
		m.Write(p)
	}
	return m.Sum(nil)
}

func number(step uint32) []byte { return binary.BigEndian.AppendUint32(nil, step) }

// Code is six digits, drawn from the MAC as RFC 4226 does.
func (k Key) Code(subject uuid.UUID, step uint32) string {
	sum := k.mac("code", subject[:], number(step))
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%1_000_000)
}

// KnowsCode says whether what was typed is the code of now, or of the step beside it. Spaces do not matter, nor do wide digits.
func (k Key) KnowsCode(subject uuid.UUID, typed string, now time.Time) bool {
	typed = strings.Join(strings.Fields(norm.NFKC.String(typed)), "")
	known := 0
	for step := At(now) - slack; step <= At(now)+slack; step++ {
		known |= subtle.ConstantTimeCompare([]byte(k.Code(subject, step)), []byte(typed))
	}
	return known == 1
}

// Token is what the QR code of a step leads to.
func (k Key) Token(subject uuid.UUID, step uint32) string {
	body := append(append([]byte{}, subject[:]...), number(step)...)
	return base64.RawURLEncoding.EncodeToString(append(body, k.mac("token", body)[:macBytes]...))
}

const tokenBytes = 16 + 4 + macBytes

// ReadToken answers whose token it is: ErrForged of what is none, ErrExpired of one of another time. The subject is answered
// with ErrExpired too.
func (k Key) ReadToken(token string, now time.Time) (uuid.UUID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != tokenBytes {
		return uuid.Nil, ErrForged
	}
	body, sum := raw[:tokenBytes-macBytes], raw[tokenBytes-macBytes:]
	if !hmac.Equal(k.mac("token", body)[:macBytes], sum) {
		return uuid.Nil, ErrForged
	}
	subject, step := uuid.UUID(body[:16]), binary.BigEndian.Uint32(body[16:])
	if here := At(now); step < here-slack || step > here+slack {
		return subject, ErrExpired
	}
	return subject, nil
}

// Ticket says that whoever does something (word) with a thing has read a token just now. It is good for that alone.
func (k Key) Ticket(thing uuid.UUID, word string, now time.Time) string {
	at := binary.BigEndian.AppendUint64(nil, uint64(max(now.Unix(), 0))) //nolint:gosec // not below zero
	return base64.RawURLEncoding.EncodeToString(append(at, k.mac("ticket", thing[:], []byte(word), at)[:macBytes]...))
}

// KnowsTicket says whether a ticket is one of ours for this, and no older than TicketLife.
func (k Key) KnowsTicket(thing uuid.UUID, word, ticket string, now time.Time) bool {
	raw, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil || len(raw) != 8+macBytes || !hmac.Equal(k.mac("ticket", thing[:], []byte(word), raw[:8])[:macBytes], raw[8:]) {
		return false
	}
	age := now.Sub(time.Unix(int64(binary.BigEndian.Uint64(raw[:8])), 0)) //nolint:gosec // signed by us
	return age >= -Step && age <= TicketLife
}

// Pass is an address of somebody's own that leads into a thing. It stays the same, so that it can be kept in a calendar;
// whether it is still good is for whoever reads it to say.
func (k Key) Pass(thing uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString(append(append([]byte{}, thing[:]...), k.mac("pass", thing[:])[:macBytes]...))
}

// ReadPass answers what a pass leads into: ErrForged of what is none of ours.
func (k Key) ReadPass(pass string) (uuid.UUID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(pass)
	if err != nil || len(raw) != 16+macBytes || !hmac.Equal(k.mac("pass", raw[:16])[:macBytes], raw[16:]) {
		return uuid.Nil, ErrForged
	}
	return uuid.UUID(raw[:16]), nil
}
