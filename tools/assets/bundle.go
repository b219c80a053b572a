package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// bundle collects the built files. The manifest is written last, so a build that breaks off leaves the earlier one whole.
type bundle struct {
	dir      string
	manifest map[string]string // "app.css" to "app-1a2b3c4d5e.css"
	keep     map[string]bool   // every file name of this build
	sizes    map[string][2]int // plain and gzip bytes, for the report
}

func newBundle(dir string) *bundle {
	return &bundle{dir: dir, manifest: map[string]string{}, keep: map[string]bool{"manifest.json": true}, sizes: map[string][2]int{}}
}

// add writes content under a name that carries its hash, beside compressed copies where they help, and returns that name.
func (b *bundle) add(name string, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	ext := filepath.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
	b.manifest[name] = hashed
	b.sizes[name] = [2]int{len(content), len(content)}
	if err := b.write(hashed, content); err != nil {
		return "", err
	}
	if ext == ".woff2" { // compressed by its own format
		return hashed, nil
	}
	return hashed, b.compress(name, hashed, content)
}

func (b *bundle) compress(name, hashed string, content []byte) error {
	var zipped, br bytes.Buffer
	gz, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, w := range []io.WriteCloser{gz, brotli.NewWriterLevel(&br, brotli.BestCompression)} {
		if _, err := w.Write(content); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	b.sizes[name] = [2]int{len(content), zipped.Len()}
	if err := b.write(hashed+".gz", zipped.Bytes()); err != nil {
		return err
	}
	return b.write(hashed+".br", br.Bytes())
}

// write leaves a file alone that is there already: its name is its content.
func (b *bundle) write(name string, content []byte) error {
	b.keep[name] = true
	path := filepath.Join(b.dir, name)
	if have, err := os.Stat(path); err == nil && have.Size() == int64(len(content)) {
		return nil
	}
	return os.WriteFile(path, content, 0o644)
}

// finish writes the manifest and removes what earlier builds left.
func (b *bundle) finish() error {
	list, err := json.MarshalIndent(b.manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(b.dir, "manifest.json"), append(list, '\n'), 0o644); err != nil {
		return err
	}
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if stays := b.keep[entry.Name()] || strings.HasPrefix(entry.Name(), ".") || strings.HasSuffix(entry.Name(), ".go"); stays {
			continue
		}
		if err := os.Remove(filepath.Join(b.dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (b *bundle) print(w io.Writer) {
	for _, name := range slices.Sorted(maps.Keys(b.manifest)) {
		size := b.sizes[name]
		fmt.Fprintf(w, "%-18s %7d  gzip %7d\n", name, size[0], size[1])
	}
}
