package media

import (
	"context"
	"errors"
	"fmt"
	"syscall"
)

// Ground errors. Whatever a store or a tool answers wraps one of these or the
// context's own error, so a caller decides with errors.Is and never by text.
var (
	// ErrNotFound says that no object stands under the key.
	ErrNotFound = errors.New("media: no such object")
	// ErrTooLarge says that there is more content than was announced or than
	// this kind of file may hold.
	ErrTooLarge = errors.New("media: too large")
	// ErrRefused says that the request itself is at fault: a malformed key, a
	// wrong or expired signature, content that is cut short or of a type we do
	// not take. Asking again will not help.
	ErrRefused = errors.New("media: refused")
	// ErrUnavailable says that the store could not be reached or could not do
	// its work (a full disk, wrong credentials). Asking again later may help.
	ErrUnavailable = errors.New("media: store unavailable")
	// ErrFull says that the disk has no room left. It comes with ErrUnavailable.
	ErrFull = errors.New("media: no room left")
	// ErrNoTool says that ffmpeg or ffprobe is not installed on this machine.
	ErrNoTool = errors.New("media: ffmpeg is not installed")
)

// unavailable marks a failure as the store's own, unless the caller gave up.
// A deadline that passed is the store's: it was too slow for its caller.
func unavailable(doing string, err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		err = fmt.Errorf("%w: %w", ErrFull, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, ErrUnavailable, err)
}

func refused(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(format, args...))
}
