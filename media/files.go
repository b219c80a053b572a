package media

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"
)

// The folders of a files store. Content types stand in a tree beside the
// objects, so that the objects stay plain files that any backup understands.
const (
	objectsFolder = "objects"
	typesFolder   = "types"
	unnamedFolder = "tmp"
)

// FilesPath is where the academy serves the files store: the key follows it.
const FilesPath = "/media/"

const (
	unknownType  = "application/octet-stream"
	abandonAfter = 24 * time.Hour
)

// Files is a Store in a folder. Several processes may share the folder.
type Files struct {
	root   *os.Root
	signer signer
	flight singleflight.Group // one completion of an upload at a time
}

var _ Store = (*Files)(nil)

// NewFiles opens the store in dir, making the folder if it is missing, and
// clears what an earlier crash left half-written. The key signs links: at
// least 32 secret bytes, the same in every process that serves the folder.
func NewFiles(dir string, key []byte) (*Files, error) {
	if len(key) < minKeyBytes {
		return nil, refused("a signing key of %d bytes", len(key))
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, unavailable("media folder", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, unavailable("media folder", err)
	}
	files := &Files{root: root, signer: signer{key: slices.Clone(key), now: time.Now}}
	if err := files.prepare(); err != nil {
		return nil, errors.Join(unavailable("media folder", err), root.Close())
	}
	return files, nil
}

func (f *Files) prepare() error {
	for _, folder := range []string{objectsFolder, typesFolder, unnamedFolder, partsFolder} {
		if err := f.root.MkdirAll(folder, 0o750); err != nil {
			return err
		}
	}
	return f.sweep(time.Now().Add(-abandonAfter))
}

// sweep removes unnamed files older than before. Younger ones may be another
// process at work.
func (f *Files) sweep(before time.Time) error {
	entries, err := fs.ReadDir(f.root.FS(), unnamedFolder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.ModTime().After(before) {
			continue
		}
		if err := f.root.Remove(path.Join(unnamedFolder, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Close releases the folder. Objects already open stay readable.
func (f *Files) Close() error { return f.root.Close() }

// Put implements Store.
func (f *Files) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if err := errors.Join(checkKey(key), checkType(contentType)); err != nil {
		return err
	}
	source, err := exactly(ctx, content, size)
	if err != nil {
		return err
	}
	unnamed, err := f.writeUnnamed(source)
	if failed := source.Err(); failed != nil {
		return failed
	}
	if err != nil {
		return unavailable("writing "+key, err)
	}
	defer func() { _ = f.root.Remove(unnamed) }() // gone already when all went well
	// The type goes first: an object is never seen without one.
	if err := f.writeType(key, contentType); err != nil {
		return unavailable("writing the type of "+key, err)
	}
	if err := f.name(unnamed, path.Join(objectsFolder, key)); err != nil {
		return unavailable("naming "+key, err)
	}
	return nil
}

func (f *Files) writeType(key, contentType string) error {
	unnamed, err := f.writeUnnamed(strings.NewReader(contentType))
	if err != nil {
		return err
	}
	defer func() { _ = f.root.Remove(unnamed) }() // gone already when all went well
	return f.name(unnamed, path.Join(typesFolder, key))
}

// writeUnnamed brings content to the disk under a name nobody asks for.
func (f *Files) writeUnnamed(content io.Reader) (unnamed string, err error) {
	unnamed = path.Join(unnamedFolder, rand.Text())
	file, err := f.root.OpenFile(unnamed, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, content)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err != nil {
		return "", errors.Join(err, f.root.Remove(unnamed))
	}
	return unnamed, nil
}

// name moves a written file to where it belongs, in one step, and brings the
// folder's entry to the disk as well.
func (f *Files) name(unnamed, name string) error {
	folder := path.Dir(name)
	if err := f.root.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	if err := f.root.Rename(unnamed, name); err != nil {
		return err
	}
	return f.syncFolder(folder)
}

func (f *Files) syncFolder(folder string) error {
	directory, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

// Open implements Store.
func (f *Files) Open(ctx context.Context, key string) (*Object, error) {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return nil, err
	}
	file, err := f.root.Open(path.Join(objectsFolder, key))
	if err != nil {
		return nil, fileError("opening "+key, err)
	}
	stat, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fileError("opening "+key, err), file.Close())
	}
	info, err := f.describe(key, stat)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Object{ReadSeekCloser: file, ServeInfo: info}, nil
}

// Stat implements Store.
func (f *Files) Stat(ctx context.Context, key string) (ServeInfo, error) {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return ServeInfo{}, err
	}
	stat, err := f.root.Stat(path.Join(objectsFolder, key))
	if err != nil {
		return ServeInfo{}, fileError("looking at "+key, err)
	}
	return f.describe(key, stat)
}

func (f *Files) describe(key string, stat fs.FileInfo) (ServeInfo, error) {
	if !stat.Mode().IsRegular() {
		return ServeInfo{}, fmt.Errorf("%s is a folder: %w", key, ErrNotFound)
	}
	contentType, err := f.root.ReadFile(path.Join(typesFolder, key))
	if errors.Is(err, fs.ErrNotExist) {
		// A folder restored without its types still serves its objects.
		contentType, err = []byte(unknownType), nil
	}
	if err != nil {
		return ServeInfo{}, fileError("type of "+key, err)
	}
	return ServeInfo{
		Size:     stat.Size(),
		Modified: stat.ModTime().UTC(),
		Type:     string(contentType),
		ETag:     fileTag(stat),
	}, nil
}

// Delete implements Store.
func (f *Files) Delete(ctx context.Context, key string) error {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return err
	}
	for _, folder := range []string{objectsFolder, typesFolder} {
		err := f.root.Remove(path.Join(folder, key))
		if err = fileError("deleting "+key, err); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}

// URL implements Store. The address is a path on the academy's own origin;
// whoever serves it asks Verify first.
func (f *Files) URL(_ context.Context, key string, ttl time.Duration, as Disposition) (string, error) {
	if err := errors.Join(checkKey(key), checkTTL(ttl)); err != nil {
		return "", err
	}
	address := url.URL{Path: FilesPath + key, RawQuery: f.signer.link("GET", key, ttl, as).Encode()}
	return address.String(), nil
}

// Verify decides whether a request for a signed link may be answered, and how
// the browser is to treat the object. Key and query are unescaped. A link for
// GET also answers HEAD. Wrong, altered and expired links are ErrRefused.
func (f *Files) Verify(method, key string, query url.Values) (Disposition, error) {
	if err := checkKey(key); err != nil {
		return Disposition{}, err
	}
	return f.signer.verify(method, key, query)
}

// Ready implements Store by writing a file.
func (f *Files) Ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	trial := path.Join(unnamedFolder, rand.Text())
	if err := f.root.WriteFile(trial, []byte("ready"), 0o640); err != nil {
		return unavailable("media folder", err)
	}
	if err := f.root.Remove(trial); err != nil {
		return unavailable("media folder", err)
	}
	return nil
}

// Origin implements Store: files are served by the academy itself.
func (f *Files) Origin() string { return "" }

func fileError(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	return unavailable(doing, err)
}
