package media_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"academy/media"
)

func TestPartBytes_KeepsPartsFewAndOfASizeThatIsTaken(t *testing.T) {
	t.Parallel()
	const mib = int64(1 << 20)
	for size, want := range map[int64]int64{
		1: 1, 8 * mib: 8 * mib, 8*mib + 1: 8 * mib, 2 << 30: 8 * mib, 20 << 30: 41 * mib, 64 << 30: 64 * mib, media.MaxPartBytes * media.MaxParts: 64 * mib,
	} {
		got, err := media.PartBytes(size)
		if count := (size + max(got, 1) - 1) / max(got, 1); err != nil || got != want || count > media.MaxParts {
			t.Errorf("%d bytes: parts of %d, %v; want %d", size, got, err, want)
		}
	}
	for size, want := range map[int64]error{0: media.ErrRefused, -1: media.ErrRefused, media.MaxPartBytes*media.MaxParts + 1: media.ErrTooLarge} {
		if _, err := media.PartBytes(size); !errors.Is(err, want) {
			t.Errorf("%d bytes: %v, want %v", size, err, want)
		}
	}
}

func TestFiles_CompletesAfterACrashAndLeavesNoParts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := newFiles(t, dir)
	u, err := files.BeginParts(t.Context(), "a/b.mp4", "video/mp4")
	if err != nil {
		t.Fatal(err)
	}
	var parts []media.Part
	for i, content := range []string{"one", "two"} {
		tag, err := files.WritePart(t.Context(), u.ID, media.Part{Number: i + 1, Size: 3}, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, media.Part{Number: i + 1, ETag: tag})
	}
	// As if the program had died after naming the object and before removing its parts.
	if err := files.Put(t.Context(), "a/b.mp4", strings.NewReader("onetwo"), 6, "video/mp4"); err != nil {
		t.Fatal(err)
	}
	if err := newFiles(t, dir).CompleteParts(t.Context(), u, parts, 6); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"parts", "tmp"} {
		if left, err := os.ReadDir(filepath.Join(dir, folder)); err != nil || len(left) > 0 {
			t.Errorf("left over in %s: %v, %v", folder, left, err)
		}
	}
}

func TestFiles_RefusesStrayUploads(t *testing.T) {
	t.Parallel()
	files := newFiles(t, t.TempDir())
	for _, id := range []string{"", "..", "../objects", "x/y", "{00000000-0000-0000-0000-000000000000}"} {
		u := media.Upload{Key: "a.mp4", ID: id}
		_, list := files.ListParts(t.Context(), u)
		_, write := files.WritePart(t.Context(), id, media.Part{Number: 1, Size: 1}, strings.NewReader("x"))
		_, verify := files.VerifyPart(id, 1, nil)
		for _, err := range []error{list, write, verify, files.AbortParts(t.Context(), u), files.CompleteParts(t.Context(), u, nil, 1)} {
			if !errors.Is(err, media.ErrRefused) {
				t.Errorf("%q: %v, want ErrRefused", id, err)
			}
		}
	}
}

func TestFiles_SaysThatTheDiskIsFullAndKeepsNothingOfThePart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk cannot be made here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	files := newFiles(t, dir)
	u, err := files.BeginParts(t.Context(), "a.mp4", "video/mp4")
	if err != nil {
		t.Fatal(err)
	}
	_, err = files.WritePart(t.Context(), u.ID, media.Part{Number: 1, Size: 2 << 20}, bytes.NewReader(make([]byte, 2<<20)))
	if !errors.Is(err, media.ErrFull) || !errors.Is(err, media.ErrUnavailable) {
		t.Errorf("got %v, want ErrFull", err)
	}
	if listed, err := files.ListParts(t.Context(), u); err != nil || len(listed) > 0 {
		t.Errorf("ListParts = %+v, %v", listed, err)
	}
	if _, err := files.WritePart(t.Context(), u.ID, media.Part{Number: 1, Size: 1 << 19}, bytes.NewReader(make([]byte, 1<<19))); err != nil {
		t.Errorf("a part that has room: %v", err)
	}
}
