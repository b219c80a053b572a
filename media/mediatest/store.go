// Package mediatest is the contract that every media.Store keeps, written as a
// test, and the means to run it against a real S3 server. It must not know how
// a store does its work.
package mediatest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"academy/media"
)

// unreachableWithin is how soon a store must say that it cannot be reached.
const unreachableWithin = 15 * time.Second

// Store checks the whole contract. The store may hold other objects; keys used
// here begin with "mediatest/". A files store is served on a loopback port for
// as long as the test runs.
func Store(t *testing.T, store media.Store) {
	t.Helper()
	if err := store.Ready(t.Context()); err != nil {
		t.Fatalf("Ready: %v", err)
	}
	c := &contract{store: store, base: serve(t, store)}
	t.Run("KeepsWhatIsPut", c.keepsWhatIsPut)
	t.Run("ReplacesWhole", c.replacesWhole)
	t.Run("ReadsRanges", c.readsRanges)
	t.Run("RefusesContentOfAnotherSize", c.refusesContentOfAnotherSize)
	t.Run("RefusesContentThatBreaksOff", c.refusesContentThatBreaksOff)
	t.Run("RefusesStrayKeys", c.refusesStrayKeys)
	t.Run("MissesAbsentObjects", c.missesAbsentObjects)
	t.Run("DeletesTwice", c.deletesTwice)
	t.Run("StopsWhenTheCallerGivesUp", c.stopsWhenTheCallerGivesUp)
	t.Run("AddressServesTheObject", c.addressServesTheObject)
	t.Run("AddressServesRanges", c.addressServesRanges)
	t.Run("AddressOffersNamesInAnyScript", c.addressOffersNames)
	t.Run("AddressStaysTheSameForBrowserCaches", c.addressStaysTheSame)
	t.Run("AddressRefusesTampering", c.addressRefusesTampering)
	t.Run("AddressExpires", c.addressExpires)
	t.Run("AddressOfNothingIs404", c.addressOfNothing)
	t.Run("AddressRefusesEndlessLife", c.addressRefusesEndlessLife)
	t.Run("PartsResumeAfterListing", c.partsResume)
	t.Run("PartsPutFromHereAreLikeThoseThatAreSent", c.partsPut)
	t.Run("PartsSentTwiceCountOnce", c.partsSentTwice)
	t.Run("PartsOfAnotherLengthAreRefused", c.partsOfAnotherLength)
	t.Run("PartAddressRefusesTampering", c.partAddressRefusesTampering)
	t.Run("PartAddressExpires", c.partAddressExpires)
	t.Run("PartsCompleteTwiceIsOnce", c.partsCompleteTwice)
	t.Run("PartsCompleteByTwoAtOnceIsOnce", c.partsCompleteAtOnce)
	t.Run("PartsMissingOrOthersAreRefused", c.partsMissing)
	t.Run("PartsAbortedLeaveNothing", c.partsAborted)
	t.Run("PartsBrokenOffAreNotSeen", c.partsBrokenOff)
}

// Unreachable checks that a store whose server is away says so, soon, whatever
// it is asked.
func Unreachable(t *testing.T, store media.Store) {
	t.Helper()
	const key = "mediatest/away.txt"
	away := media.Upload{Key: key, ID: "away"}
	calls := map[string]func(context.Context) error{
		"Ready":  store.Ready,
		"Delete": func(ctx context.Context) error { return store.Delete(ctx, key) },
		"Stat":   func(ctx context.Context) error { _, err := store.Stat(ctx, key); return err },
		"Open":   func(ctx context.Context) error { _, err := store.Open(ctx, key); return err },
		"BeginParts": func(ctx context.Context) error {
			_, err := store.BeginParts(ctx, key, "text/plain")
			return err
		},
		"ListParts":  func(ctx context.Context) error { _, err := store.ListParts(ctx, away); return err },
		"AbortParts": func(ctx context.Context) error { return store.AbortParts(ctx, away) },
		"CompleteParts": func(ctx context.Context) error {
			return store.CompleteParts(ctx, away, []media.Part{{Number: 1}}, 4)
		},
		"Put": func(ctx context.Context) error {
			return store.Put(ctx, key, strings.NewReader("away"), 4, "text/plain")
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			if err := call(t.Context()); !errors.Is(err, media.ErrUnavailable) {
				t.Errorf("got %v, want ErrUnavailable", err)
			}
			if took := time.Since(start); took > unreachableWithin {
				t.Errorf("took %v", took)
			}
		})
	}
}

type contract struct {
	store media.Store
	base  string // put before addresses that are only paths
}

func (c *contract) put(t *testing.T, key, content, contentType string) {
	t.Helper()
	err := c.store.Put(t.Context(), key, strings.NewReader(content), int64(len(content)), contentType)
	if err != nil {
		t.Fatalf("Put %s: %v", key, err)
	}
}

func (c *contract) read(t *testing.T, key string) string {
	t.Helper()
	object, err := c.store.Open(t.Context(), key)
	if err != nil {
		t.Fatalf("Open %s: %v", key, err)
	}
	defer object.Close()
	content, err := io.ReadAll(object)
	if err != nil {
		t.Fatalf("reading %s: %v", key, err)
	}
	return string(content)
}

func (c *contract) keepsWhatIsPut(t *testing.T) {
	for key, content := range map[string]string{
		"mediatest/plain.txt":             "hello",
		"mediatest/empty.bin":             "",
		"mediatest/강의 1강/외교 🎓 + 100%.mp4": "한글",
		"mediatest/large.bin":             strings.Repeat("0123456789abcdef", 1<<20+1), // more than one part
	} {
		before := time.Now().Add(-2 * time.Second) // S3 servers keep whole seconds
		c.put(t, key, content, "video/x-test")
		if c.read(t, key) != content {
			t.Errorf("%s came back changed", key)
		}
		info, err := c.store.Stat(t.Context(), key)
		if err != nil {
			t.Fatalf("Stat %s: %v", key, err)
		}
		if info.Size != int64(len(content)) || info.Type != "video/x-test" || info.Modified.Before(before) ||
			!strings.HasPrefix(info.ETag, `"`) || len(info.ETag) < 4 {
			t.Errorf("Stat %s = %+v", key, info)
		}
	}
}

func (c *contract) replacesWhole(t *testing.T) {
	const key = "mediatest/replaced.txt"
	c.put(t, key, "the first, longer text", "text/plain")
	first, err := c.store.Stat(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := c.store.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	c.put(t, key, "second", "text/html")
	if got := c.read(t, key); got != "second" {
		t.Errorf("got %q", got)
	}
	second, err := c.store.Stat(t.Context(), key)
	if err != nil || second.Type != "text/html" || second.ETag == first.ETag {
		t.Errorf("Stat = %+v, %v; the first had %+v", second, err, first)
	}
	if content, err := io.ReadAll(reader); err == nil && string(content) != "the first, longer text" {
		t.Errorf("a reader of the first object saw %q", content)
	}
}

func (c *contract) readsRanges(t *testing.T) {
	const key = "mediatest/ranges.txt"
	c.put(t, key, "0123456789", "text/plain")
	object, err := c.store.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	if object.Size != 10 || object.Type != "text/plain" {
		t.Errorf("object says %+v", object.ServeInfo)
	}
	for _, seek := range []struct {
		offset int64
		whence int
		want   string
	}{{4, io.SeekStart, "456"}, {-3, io.SeekEnd, "789"}, {-6, io.SeekCurrent, "456"}, {0, io.SeekStart, "012"}} {
		if _, err := object.Seek(seek.offset, seek.whence); err != nil {
			t.Fatalf("Seek: %v", err)
		}
		got := make([]byte, 3)
		if _, err := io.ReadFull(object, got); err != nil || string(got) != seek.want {
			t.Errorf("after Seek(%d, %d): %q, %v; want %q", seek.offset, seek.whence, got, err, seek.want)
		}
	}
}

func (c *contract) refusesContentOfAnotherSize(t *testing.T) {
	const key = "mediatest/sized.txt"
	c.put(t, key, "kept", "text/plain")
	for _, wrong := range []struct {
		size int64
		want error
	}{{3, media.ErrTooLarge}, {0, media.ErrTooLarge}, {11, media.ErrRefused}, {-1, media.ErrRefused}} {
		err := c.store.Put(t.Context(), key, strings.NewReader("0123456789"), wrong.size, "text/html")
		if !errors.Is(err, wrong.want) {
			t.Errorf("10 bytes announced as %d: %v, want %v", wrong.size, err, wrong.want)
		}
	}
	info, err := c.store.Stat(t.Context(), key)
	if err != nil || info.Type != "text/plain" || c.read(t, key) != "kept" {
		t.Errorf("the earlier object was touched: %+v, %v", info, err)
	}
}

func (c *contract) refusesContentThatBreaksOff(t *testing.T) {
	lost := errors.New("the line is lost")
	for _, size := range []int64{1 << 10, 40 << 20} {
		content := io.MultiReader(bytes.NewReader(make([]byte, size/2)), failing{lost})
		err := c.store.Put(t.Context(), "mediatest/broken.bin", content, size, "video/mp4")
		if !errors.Is(err, lost) || errors.Is(err, media.ErrUnavailable) {
			t.Errorf("got %v, want the reader's own error", err)
		}
		if _, err := c.store.Stat(t.Context(), "mediatest/broken.bin"); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("half an object was kept: %v", err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (c *contract) refusesStrayKeys(t *testing.T) {
	for _, key := range []string{
		"", ".", "/", "/etc/passwd", "../outside", "mediatest/../../outside", "mediatest//twice", "mediatest/./here",
		"mediatest/", `mediatest\outside`, "mediatest/nul\x00", "mediatest/line\nbreak", "mediatest/\xff",
		"mediatest/" + strings.Repeat("가", 100), strings.Repeat("a/", 500) + "a",
	} {
		_, statErr := c.store.Stat(t.Context(), key)
		_, openErr := c.store.Open(t.Context(), key)
		_, urlErr := c.store.URL(t.Context(), key, time.Minute, media.Disposition{})
		putErr := c.store.Put(t.Context(), key, strings.NewReader("x"), 1, "text/plain")
		for name, err := range map[string]error{
			"Stat": statErr, "Open": openErr, "URL": urlErr, "Put": putErr, "Delete": c.store.Delete(t.Context(), key),
		} {
			if !errors.Is(err, media.ErrRefused) {
				t.Errorf("%s of %.40q: %v, want ErrRefused", name, key, err)
			}
		}
	}
}

func (c *contract) missesAbsentObjects(t *testing.T) {
	c.put(t, "mediatest/folder/object.txt", "x", "text/plain")
	for _, key := range []string{"mediatest/absent.txt", "mediatest/folder", "mediatest/absent/deeper.txt"} {
		if _, err := c.store.Stat(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("Stat %s: %v", key, err)
		}
		if _, err := c.store.Open(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("Open %s: %v", key, err)
		}
	}
}

func (c *contract) deletesTwice(t *testing.T) {
	const key = "mediatest/deleted.txt"
	c.put(t, key, "x", "text/plain")
	for range 2 {
		if err := c.store.Delete(t.Context(), key); err != nil {
			t.Errorf("Delete: %v", err)
		}
		if _, err := c.store.Stat(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("Stat afterwards: %v", err)
		}
	}
}

func (c *contract) stopsWhenTheCallerGivesUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, statErr := c.store.Stat(ctx, "mediatest/any.txt")
	putErr := c.store.Put(ctx, "mediatest/any.txt", strings.NewReader("x"), 1, "text/plain")
	for _, err := range []error{statErr, putErr} {
		if !errors.Is(err, context.Canceled) || errors.Is(err, media.ErrUnavailable) {
			t.Errorf("got %v, want context.Canceled alone", err)
		}
	}
}
