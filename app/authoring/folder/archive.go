package folder

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Bounds of an archive. A film hardly shrinks, and texts are few: what grows beyond that is no course.
const (
	mostFiles = 5_000
	mostBytes = 200 << 30
	mostGrown = 20
	grownFree = 64 << 20
)

// ArchiveError says that a file is not the archive of a course, and why.
type ArchiveError struct{ Problem }

func (e *ArchiveError) Error() string {
	return fmt.Sprintf("archive of a course: %s %v", e.Key, e.Args)
}

func refused(key string, args ...any) error { return &ArchiveError{Problem{Key: key, Args: args}} }

// OpenZip opens the ZIP of a course folder, whose names all lead to plain files inside it, and which does not claim to
// become far larger than it is. A single folder around everything, as zipping a folder makes it, is passed through.
func OpenZip(from io.ReaderAt, size int64) (fs.FS, error) {
	z, err := zip.NewReader(from, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refused("import.archive")
	}
	if len(z.File) > mostFiles {
		return nil, refused("import.archive_files", mostFiles)
	}
	seen := map[string]bool{}
	var whole uint64
	for _, f := range z.File {
		if err := checkEntry(f); err != nil {
			return nil, err
		}
		if seen[f.Name] {
			return nil, refused("import.archive_name", shortened(f.Name))
		}
		seen[f.Name] = true
		if f.UncompressedSize64 > mostBytes {
			return nil, refused("import.archive_large")
		}
		whole += f.UncompressedSize64
	}
	if whole > mostBytes || whole > mostGrown*uint64(max(size, 0))+grownFree {
		return nil, refused("import.archive_large")
	}
	return inner(z)
}

// shortened is a name as it can be shown: whoever made the archive chose it.
func shortened(name string) string {
	return strings.Trim(strconv.QuoteToGraphic(fmt.Sprintf("%.80s", name)), `"`)
}

func checkEntry(f *zip.File) error {
	name := strings.TrimSuffix(f.Name, "/")
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\:\x00") {
		return refused("import.archive_name", shortened(f.Name))
	}
	mode := f.Mode()
	if !mode.IsRegular() && !mode.IsDir() {
		return refused("import.archive_name", shortened(f.Name))
	}
	return nil
}

func has(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

// inner is where the course stands: at the top, or in the only folder there.
func inner(z *zip.Reader) (fs.FS, error) {
	if has(z, courseName) {
		return z, nil
	}
	top := ""
	for _, f := range z.File {
		first, _, _ := strings.Cut(f.Name, "/")
		if first == "__MACOSX" {
			continue
		}
		if top != "" && top != first {
			return z, nil
		}
		top = first
	}
	if !has(z, path.Join(top, courseName)) {
		return z, nil
	}
	sub, err := fs.Sub(z, top)
	if err != nil {
		return nil, refused("import.archive")
	}
	return sub, nil
}

// epoch is the date of every file in an archive: the earliest that a ZIP can tell.
func epoch() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

// WriteZip writes files as a ZIP, uncompressed: films do not shrink, and what no compressor has touched is the same
// bytes tomorrow.
func WriteZip(ctx context.Context, to io.Writer, files []File) error {
	z := zip.NewWriter(to)
	for _, f := range files {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store, Modified: epoch()})
		if err != nil {
			return fmt.Errorf("zip: %w", err)
		}
		if err := f.copyTo(ctx, entry); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("zip: %w", err)
	}
	return nil
}

func (f File) copyTo(ctx context.Context, to io.Writer) error {
	from, err := f.Open(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	defer func() { _ = from.Close() }()
	n, err := io.Copy(to, from)
	if err == nil && n != f.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// WriteDir writes files into a folder that is new or empty.
func WriteDir(ctx context.Context, dir string, files []File) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("course folder: %w", err)
	}
	if old, err := os.ReadDir(dir); err != nil || len(old) > 0 {
		return errors.Join(err, fmt.Errorf("course folder: %s is not empty", dir))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("course folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for _, f := range files {
		if err := writeFile(ctx, root, f); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(ctx context.Context, root *os.Root, f File) (err error) {
	name := filepath.FromSlash(f.Name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("course folder: %w", err)
	}
	file, err := root.Create(name)
	if err != nil {
		return fmt.Errorf("course folder: %w", err)
	}
	return errors.Join(f.copyTo(ctx, file), file.Close())
}
