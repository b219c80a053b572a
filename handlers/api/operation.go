package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/handlers/request"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
)

// operation is one line of the table of routes.
type operation struct {
	method  string
	path    string
	need    access.Permission
	name    string // unique, for clients that are generated
	summary string
	// refusals are the statuses that this operation answers beside those that every one of its kind does.
	refusals []int
}

// caller is who asks, and the voice in which they are answered.
type caller struct {
	access.Actor
	say     locale.Printer
	address string
}

func callerOf(ctx context.Context) caller {
	v := request.From(ctx)
	return caller{v.Actor, locale.From(ctx), v.Address}
}

// reply is an answer with a body.
type reply[T any] struct {
	Status int
	Body   T
}

func ok[T any](body T) (*reply[T], error) { return &reply[T]{http.StatusOK, body}, nil }

// made answers 201 for what this call has made, and 200 for what was there.
func made[T any](body T, isNew bool) (*reply[T], error) {
	if !isNew {
		return ok(body)
	}
	return &reply[T]{http.StatusCreated, body}, nil
}

// done is an answer without a body.
type done struct{}

// answer registers an operation that answers with a body, and success when all is well.
func answer[I, T any](s *API, o operation, success int, handle func(context.Context, caller, *I) (*reply[T], error)) {
	register(s, o, success, handle)
}

// once registers an operation that makes something, and answers 200 instead of 201 when it was there already.
func once[I, T any](s *API, o operation, handle func(context.Context, caller, *I) (*reply[T], error)) {
	register(s, o, http.StatusCreated, handle)
	responses := s.find(o).Responses
	responses[strconv.Itoa(http.StatusOK)] = &huma.Response{Description: "It was there already", Content: responses[strconv.Itoa(http.StatusCreated)].Content}
}

// act registers an operation that answers 204.
func act[I any](s *API, o operation, handle func(context.Context, caller, *I) error) {
	register(s, o, http.StatusNoContent, func(ctx context.Context, who caller, in *I) (*done, error) {
		return &done{}, handle(ctx, who, in)
	})
}

func register[I, O any](s *API, o operation, success int, handle func(context.Context, caller, *I) (*O, error)) {
	described := s.describe(o, success)
	described.SkipValidateBody, described.SkipValidateParams = true, true // use cases judge, in the caller's language
	described.MaxBodyBytes = -1                                           // the guards have held bodies to their limits
	huma.Register(s.huma, described, func(ctx context.Context, in *I) (*O, error) {
		who := callerOf(ctx)
		if err := access.Check(who.Actor, o.need); err != nil {
			return nil, refusal{err}
		}
		out, err := handle(ctx, who, in)
		if err != nil {
			return nil, refusal{asSent(o, err)}
		}
		return out, nil
	})
	if body, has := any(new(I)).(bodied); has {
		s.describeBody(o, body.shape())
	}
}

// payload is the part of an input that takes a JSON object. What an address holds cannot be shared between inputs in
// this way: the framework passes over unexported structs.
type payload[T any] struct {
	RawBody []byte `contentType:"application/json"`
}

// bodied tells the document what an input takes.
type bodied interface{ shape() reflect.Type }

func (*payload[T]) shape() reflect.Type { return reflect.TypeFor[T]() }

// read takes the object apart. Members that we do not know are passed over; what is left out is empty, and use cases
// say where that is not enough.
func (p *payload[T]) read() (T, error) {
	var body T
	if holdsNUL(p.RawBody) {
		return body, errMalformed
	}
	err := json.Unmarshal(p.RawBody, &body)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return body, nil
	case errors.As(err, &wrong) && wrong.Field != "":
		member, _, _ := strings.Cut(wrong.Field, ".")
		return body, fault.Field(member, "api.wrong_type").Because(err)
	}
	return body, errMalformed.Because(err)
}

// optional is read for bodies that may be left out.
func (p *payload[T]) optional() (T, error) {
	if len(p.RawBody) == 0 {
		var nothing T
		return nothing, nil
	}
	return p.read()
}

var escapedNUL = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u0000`)

// holdsNUL finds the one character that no text may hold: the database cannot keep it.
func holdsNUL(raw []byte) bool { return escapedNUL.Match(raw) }

// identifier reads an ID out of an address. What is none names nothing.
func identifier(given string) (uuid.UUID, error) {
	id, err := uuid.Parse(given)
	if err != nil || len(given) != 36 {
		return uuid.Nil, fault.ErrMissing
	}
	return id, nil
}

var slugs = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`)

// slugOf reads the short name of a course out of an address.
func slugOf(given string) (string, error) {
	if !slugs.MatchString(given) {
		return "", fault.ErrMissing
	}
	return given, nil
}

// count reads a number of items out of a query; 0 lets the use case choose.
func count(given string) int {
	n, err := strconv.Atoi(given)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// clean takes out of a text in a query what no text may hold.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}
