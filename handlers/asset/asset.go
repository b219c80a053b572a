// Package asset tells pages the addresses of the built browser files (styles, scripts, fonts, icons) and hands those files,
// with their compressed copies, to whoever serves them. The files and their manifest come from tools/assets.
//
// It must not know Fiber, requests or pages.
package asset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"academy/handlers/static"
)

// Prefix is the path under which the files are served.
const Prefix = "/static/"

// CacheControl fits every file of this package: the name changes with the content.
const CacheControl = "public, max-age=31536000, immutable"

// ErrEmpty means that the program was built before its browser files were.
var ErrEmpty = errors.New("the browser files are not in this binary: run `npm ci` and `go run ./tools/assets`, then build again")

// URL returns the address of a file by its plain name, such as "app.css". For a name that is not in the bundle, and so for
// every name in a tree without one, it is the plain path: pages still render in tests, and the address answers 404.
func URL(name string) string {
	b, _ := built()
	if hashed, ok := b.manifest[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Icon returns the address of one icon for the href of a <use> element. Names are those of handlers/assets/icons.txt.
func Icon(name string) string {
	return URL("icons.svg") + "#" + name
}

// Check reports whether the bundle is there and whole. The server calls it before it listens; the error is ErrEmpty for an
// empty bundle, or names the file that is missing.
func Check() error {
	b, err := built()
	if err != nil {
		return err
	}
	for name, hashed := range b.manifest {
		if _, ok := b.files[hashed]; !ok {
			return fmt.Errorf("the manifest names %s for %s, which is missing: %w", hashed, name, ErrEmpty)
		}
	}
	return nil
}

// Find returns the file that is served at Prefix + name, where name carries the hash. The file is shared: its bytes must
// not be changed.
func Find(name string) (File, bool) {
	b, _ := built()
	file, ok := b.files[name]
	return file, ok
}

// bundle is what the manifest lists, read into memory once (about 1 MB, most of it fonts).
type bundle struct {
	manifest map[string]string // plain name to hashed name
	files    map[string]File   // by hashed name
}

// built reads the embedded files once; they cannot change while the program runs.
//
//nolint:gochecknoglobals // Derived from the embedded files, which are themselves a constant of the binary.
var built = sync.OnceValues(func() (bundle, error) { return read(static.Files) })

func read(from fs.FS) (bundle, error) {
	b := bundle{manifest: map[string]string{}, files: map[string]File{}}
	list, err := fs.ReadFile(from, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return b, ErrEmpty
	}
	if err != nil {
		return b, fmt.Errorf("asset manifest: %w", err)
	}
	if err := json.Unmarshal(list, &b.manifest); err != nil {
		return b, fmt.Errorf("asset manifest: %w", err)
	}
	for _, hashed := range b.manifest {
		file, err := readFile(from, hashed)
		if errors.Is(err, fs.ErrNotExist) {
			continue // Check names it
		}
		if err != nil {
			return b, fmt.Errorf("asset %s: %w", hashed, err)
		}
		b.files[hashed] = file
	}
	return b, nil
}

func readFile(from fs.FS, name string) (File, error) {
	plain, err := fs.ReadFile(from, name)
	if err != nil {
		return File{}, err
	}
	file := File{Type: contentType(name), plain: plain}
	for _, copied := range []struct {
		suffix string
		into   *[]byte
	}{{".br", &file.br}, {".gz", &file.gzip}} {
		content, err := fs.ReadFile(from, name+copied.suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return File{}, err
		}
		*copied.into = content
	}
	return file, nil
}

func contentType(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "css":
		return "text/css; charset=utf-8"
	case "js":
		return "text/javascript; charset=utf-8"
	case "svg":
		return "image/svg+xml"
	case "woff2":
		return "font/woff2"
	default:
		return "application/octet-stream"
	}
}
