// Package respond is what goes out: pages, redirects, problems. Whatever goes wrong anywhere becomes an answer here, by
// one table. It must not know what a page shows.
package respond

import (
	"errors"
	"net/http"

	"academy/app/fault"

	"github.com/gofiber/fiber/v2"
)

// Status is the HTTP status of a kind of fault.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Anonymous:
		return http.StatusUnauthorized
	case fault.Denied:
		return http.StatusForbidden
	case fault.Missing:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Limited:
		return http.StatusTooManyRequests
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

// Of is the fault of an error and the status it is answered with. The framework's own errors, such as a method that a
// route does not take, keep their status.
func Of(err error) (*fault.Error, int) {
	var ours *fault.Error
	var framework *fiber.Error
	if errors.As(err, &framework) && !errors.As(err, &ours) {
		return ofFramework(framework), framework.Code
	}
	f := fault.Of(err)
	return f, Status(f.Kind)
}

// StatusOf is the status alone.
func StatusOf(err error) int {
	_, status := Of(err)
	return status
}

func ofFramework(e *fiber.Error) *fault.Error {
	switch {
	case e.Code == http.StatusNotFound:
		return fault.ErrMissing
	case e.Code == http.StatusRequestEntityTooLarge:
		return fault.ErrTooLarge
	case e.Code == http.StatusMethodNotAllowed:
		return errMethod
	case e.Code >= http.StatusInternalServerError:
		return fault.ErrInternal.Because(e)
	}
	return errRequest
}

// Faults of requests that nothing here can read.
var (
	errMethod  = fault.New(fault.Invalid, "fault.method")
	errRequest = fault.New(fault.Invalid, "fault.request")
)
