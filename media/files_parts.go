package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// PartsPath is where the academy takes the parts of a files store: the upload's number and the part's follow it.
const PartsPath = "/uploads/parts/"

const (
	partsFolder = "parts"
	paramLength = "len" // bytes of a part
	// The type of the content to come stands among its parts, under a name that is no number.
	partsType = "type"
)

// BeginParts implements Parts with a folder of the upload's own.
func (f *Files) BeginParts(_ context.Context, key, contentType string) (Upload, error) {
	if err := errors.Join(checkKey(key), checkType(contentType)); err != nil {
		return Upload{}, err
	}
	u := Upload{Key: key, ID: uuid.NewString()}
	folder := path.Join(partsFolder, u.ID)
	if err := f.root.MkdirAll(folder, 0o750); err != nil {
		return Upload{}, unavailable("beginning "+key, err)
	}
	if err := f.root.WriteFile(path.Join(folder, partsType), []byte(contentType), 0o640); err != nil {
		return Upload{}, errors.Join(unavailable("beginning "+key, err), f.root.RemoveAll(folder))
	}
	return u, nil
}

// PartURL implements Parts. The address is a path on the academy's own origin; whoever answers there asks VerifyPart
// and then WritePart.
func (f *Files) PartURL(_ context.Context, u Upload, p Part, ttl time.Duration) (string, error) {
	if err := errors.Join(checkUpload(u.ID), checkPart(p), checkTTL(ttl)); err != nil {
		return "", err
	}
	query := url.Values{paramLength: {strconv.FormatInt(p.Size, 10)}}
	f.signer.seal(http.MethodPut, partName(u.ID, p.Number), query, f.signer.now().Add(ttl))
	address := url.URL{Path: PartsPath + u.ID + "/" + strconv.Itoa(p.Number), RawQuery: query.Encode()}
	return address.String(), nil
}

// VerifyPart decides whether a PUT to a part's address may be taken, and answers the size it must have. Wrong, altered
// and expired addresses are ErrRefused.
func (f *Files) VerifyPart(upload string, number int, query url.Values) (Part, error) {
	p := Part{Number: number}
	if err := checkUpload(upload); err != nil {
		return p, err
	}
	if err := f.signer.open(http.MethodPut, partName(upload, number), query); err != nil {
		return p, err
	}
	var err error
	if p.Size, err = strconv.ParseInt(query.Get(paramLength), 10, 64); err != nil {
		return p, refused("a part without a size")
	}
	return p, checkPart(p)
}

// WritePart takes a part whose address was verified and answers its ETag. It holds none of it in memory. The part can
// be seen once it is whole and on the disk; of one that breaks off nothing remains, and the one before it stays.
// ErrNotFound says that the upload is complete or gone.
func (f *Files) WritePart(ctx context.Context, upload string, p Part, content io.Reader) (string, error) {
	if err := errors.Join(checkUpload(upload), checkPart(p)); err != nil {
		return "", err
	}
	if _, err := f.root.Stat(path.Join(partsFolder, upload, partsType)); err != nil {
		return "", fileError("upload", err)
	}
	source, err := exactly(ctx, content, p.Size)
	if err != nil {
		return "", err
	}
	unnamed, err := f.writeUnnamed(source)
	if failed := source.Err(); failed != nil {
		return "", failed
	}
	if err != nil {
		return "", unavailable("writing a part", err)
	}
	defer func() { _ = f.root.Remove(unnamed) }() // gone already when all went well
	name := partName(upload, p.Number)
	if err := f.root.Rename(unnamed, name); err != nil { // the folder is gone with its upload
		return "", fileError("naming a part", err)
	}
	stat, err := f.root.Stat(name)
	if err != nil {
		return "", fileError("part", err)
	}
	return fileTag(stat), fileError("part", f.syncFolder(path.Dir(name)))
}

// PutPart implements Parts.
func (f *Files) PutPart(ctx context.Context, u Upload, p Part, content io.Reader) (string, error) {
	return f.WritePart(ctx, u.ID, p, content)
}

// ListParts implements Parts.
func (f *Files) ListParts(ctx context.Context, u Upload) ([]Part, error) {
	if err := errors.Join(checkUpload(u.ID), ctx.Err()); err != nil {
		return nil, err
	}
	folder := path.Join(partsFolder, u.ID)
	if _, err := f.root.Stat(path.Join(folder, partsType)); err != nil {
		return nil, fileError("upload", err)
	}
	var parts []Part
	entries, err := fs.ReadDir(f.root.FS(), folder)
	if err != nil {
		return nil, fileError("upload", err)
	}
	for _, entry := range entries {
		number, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		stat, err := entry.Info()
		if err != nil {
			return nil, fileError("part", err)
		}
		parts = append(parts, Part{Number: number, Size: stat.Size(), ETag: fileTag(stat)})
	}
	return parts, nil
}

// CompleteParts implements Parts. Several who complete the same upload in one process wait for one; in several
// processes each does the work, and what they make is the same.
func (f *Files) CompleteParts(ctx context.Context, u Upload, parts []Part, size int64) error {
	if err := errors.Join(checkUpload(u.ID), checkKey(u.Key)); err != nil {
		return err
	}
	_, err, _ := f.flight.Do(u.ID, func() (any, error) { return nil, f.complete(ctx, u, parts, size) })
	return err
}

func (f *Files) complete(ctx context.Context, u Upload, parts []Part, size int64) error {
	err := f.assemble(ctx, u, parts, size)
	if errors.Is(err, ErrNotFound) { // complete already, by an earlier call or by another process just now
		info, missing := f.Stat(ctx, u.Key)
		switch {
		case missing != nil:
			return errors.Join(err, missing)
		case info.Size != size:
			return refused("the object has %d bytes, not %d", info.Size, size)
		}
		err = nil
	}
	if err != nil {
		return err
	}
	return f.AbortParts(ctx, u) // what they were made of
}

func (f *Files) assemble(ctx context.Context, u Upload, given []Part, size int64) error {
	stored, err := f.ListParts(ctx, u)
	if err != nil {
		return err
	}
	if info, err := f.Stat(ctx, u.Key); err == nil && info.Size == size {
		return nil // made before a crash
	}
	parts, err := chosen(stored, given, size)
	if err != nil {
		return err
	}
	contentType, err := f.root.ReadFile(path.Join(partsFolder, u.ID, partsType))
	if err != nil {
		return fileError("upload", err)
	}
	whole := partName(u.ID, 1)
	if len(parts) > 1 {
		if whole, err = f.join(ctx, u, parts, size); err != nil {
			return err
		}
		defer func() { _ = f.root.Remove(whole) }() // gone already when all went well
	}
	if err := f.writeType(u.Key, string(contentType)); err != nil {
		return unavailable("writing the type of "+u.Key, err)
	}
	return fileError("naming "+u.Key, f.name(whole, path.Join(objectsFolder, u.Key)))
}

// join brings the parts one after another to the disk under a name nobody asks for.
func (f *Files) join(ctx context.Context, u Upload, parts []Part, size int64) (unnamed string, err error) {
	chain := &chain{root: f.root, upload: u.ID, parts: parts}
	defer func() { err = errors.Join(err, chain.Close()) }()
	source, err := exactly(ctx, chain, size)
	if err != nil {
		return "", err
	}
	unnamed, err = f.writeUnnamed(source)
	if err != nil {
		return "", fileError("joining parts", err)
	}
	return unnamed, nil
}

// chain reads parts as one, with one of them open at a time.
type chain struct {
	root   *os.Root
	upload string
	parts  []Part
	file   *os.File
}

func (c *chain) Read(p []byte) (int, error) {
	for {
		if c.file == nil {
			if len(c.parts) == 0 {
				return 0, io.EOF
			}
			var err error
			if c.file, err = c.root.Open(partName(c.upload, c.parts[0].Number)); err != nil {
				return 0, err
			}
			c.parts = c.parts[1:]
		}
		n, err := c.file.Read(p)
		if err == io.EOF {
			if err := c.Close(); err != nil {
				return n, err
			}
			if n == 0 {
				continue
			}
			err = nil
		}
		return n, err
	}
}

// Close lets go of the part that is open.
func (c *chain) Close() error {
	if c.file == nil {
		return nil
	}
	err := c.file.Close()
	c.file = nil
	return err
}

// AbortParts implements Parts.
func (f *Files) AbortParts(ctx context.Context, u Upload) error {
	if err := errors.Join(checkUpload(u.ID), ctx.Err()); err != nil {
		return err
	}
	if err := f.root.RemoveAll(path.Join(partsFolder, u.ID)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unavailable("removing an upload", err)
	}
	return nil
}

func checkUpload(id string) error {
	if _, err := uuid.Parse(id); err != nil || len(id) != 36 {
		return refused("upload %.80q", id)
	}
	return nil
}

func partName(upload string, number int) string {
	return path.Join(partsFolder, upload, strconv.Itoa(number))
}

func fileTag(stat fs.FileInfo) string {
	return fmt.Sprintf(`"%x-%x"`, stat.ModTime().UnixNano(), stat.Size())
}
