// Package fault is the academy's error: a kind, a message key in words people can act on, and a cause for the log.
// It knows nothing of HTTP; handlers/respond turns a kind into a status.
package fault

import (
	"context"
	"errors"
	"fmt"

	"academy/media"
	"academy/models"
)

// Kind says what sort of trouble it is.
type Kind int

// The kinds, each with one status in handlers/respond.
const (
	Internal    Kind = iota
	Invalid          // the input is wrong: show the form again
	Anonymous        // who are you?
	Denied           // you may not
	Missing          // not there, or not yours to see
	Conflict         // somebody or something was faster
	Limited          // too often; RetryAfter says when again
	TooLarge         // more bytes than the route takes
	Unavailable      // the database or the store is away
)

// Error is one fault. Make it with New and derive others from it with the methods, which copy.
type Error struct {
	Kind Kind
	// Key names the message in app/locale and is the code of the JSON problem.
	Key string
	// Fields maps a form field to the key of what is wrong with it.
	Fields map[string]string
	// RetryAfter is in seconds; 0 when it does not apply.
	RetryAfter int
	// Args fill the message.
	Args []any
	// Data travels to the JSON problem as it is, for clients that can go on by themselves.
	Data map[string]any
	// Err is the cause, for the log only.
	Err error
}

// New makes a fault. Those that callers test are package variables.
func New(kind Kind, key string) *Error { return &Error{Kind: kind, Key: key} }

// Field makes the fault of one wrong form field.
func Field(name, key string) *Error { return Fields(map[string]string{name: key}) }

// Fields makes the fault of several wrong form fields, or nil when there are none.
func Fields(fields map[string]string) *Error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "form.invalid", Fields: fields}
}

// Error is for the log.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Key, e.Err)
	}
	return e.Key
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes every copy of a fault equal to the variable it came from.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Key == e.Key
}

// With fills the message.
func (e *Error) With(args ...any) *Error { c := *e; c.Args = args; return &c }

// Because names the cause.
func (e *Error) Because(err error) *Error { c := *e; c.Err = err; return &c }

// After says when to try again, in seconds.
func (e *Error) After(seconds int) *Error { c := *e; c.RetryAfter = seconds; return &c }

// Carrying adds what a client needs to go on.
func (e *Error) Carrying(data map[string]any) *Error { c := *e; c.Data = data; return &c }

// Faults made of ground errors.
var (
	ErrMissing     = New(Missing, "fault.missing")
	ErrConflict    = New(Conflict, "fault.conflict")
	ErrUnavailable = New(Unavailable, "fault.unavailable")
	ErrInternal    = New(Internal, "fault.internal")
	ErrAnonymous   = New(Anonymous, "fault.anonymous")
	ErrDenied      = New(Denied, "fault.denied")
	ErrTooLarge    = New(TooLarge, "fault.too_large")
	ErrRefused     = New(Invalid, "fault.refused")
)

// Of finds the fault in an error's chain, or makes one of a ground error. What it does not know is Internal, so
// forgetting to translate is safe.
func Of(err error) *Error {
	var own *Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, models.ErrNotFound), errors.Is(err, media.ErrNotFound):
		return ErrMissing.Because(err)
	case errors.Is(err, models.ErrConflict), errors.Is(err, models.ErrStale):
		return ErrConflict.Because(err)
	case errors.Is(err, models.ErrUnavailable), errors.Is(err, media.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return ErrUnavailable.Because(err).After(5)
	case errors.Is(err, media.ErrTooLarge):
		return ErrTooLarge.Because(err)
	case errors.Is(err, media.ErrRefused):
		return ErrRefused.Because(err)
	}
	return ErrInternal.Because(err)
}
