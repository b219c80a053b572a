package item

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// mostFiles is how many entries an archive may have, and mostUnpacked how much of it is read at all.
const (
	mostFiles    = 5_000
	mostUnpacked = 64 << 20
)

// Archive is a ZIP of which single files are read, each within bounds.
type Archive struct {
	files map[string]*zip.File
	names []string
	left  int64
}

// OpenArchive opens a ZIP whose names all lead to plain files inside it. What it claims to unpack to is not believed:
// reading counts.
func OpenArchive(data []byte) (*Archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, Unreadable("formats.archive")
	}
	if len(z.File) > mostFiles {
		return nil, Unreadable("import.archive_files", mostFiles)
	}
	a := &Archive{files: map[string]*zip.File{}, left: mostUnpacked}
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, "/")
		if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") || !f.Mode().IsRegular() && !f.Mode().IsDir() || a.files[name] != nil {
			return nil, Unreadable("import.archive_name", fmt.Sprintf("%.80q", f.Name))
		}
		if f.Mode().IsRegular() && !strings.HasPrefix(name, "__MACOSX/") {
			a.files[name] = f
			a.names = append(a.names, name)
		}
	}
	return a, nil
}

// Names are the files, as they stand in the archive.
func (a *Archive) Names() []string { return a.names }

// Has says whether there is a file.
func (a *Archive) Has(name string) bool { return a.files[name] != nil }

// Read unpacks a file.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, Unreadable("import.no_file", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, Unreadable("import.unreadable", name)
	}
	defer func() { _ = r.Close() }()
	most := min(a.left, MostBytes)
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, Unreadable("import.unreadable", name)
	}
	if int64(len(data)) > most {
		return nil, Unreadable("import.archive_large")
	}
	a.left -= int64(len(data))
	return data, nil
}

// WriteArchive writes files as a ZIP; the same files are the same bytes tomorrow.
func WriteArchive(to io.Writer, names []string, files map[string]string) error {
	z := zip.NewWriter(to)
	for _, name := range names {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return fmt.Errorf("zip: %w", err)
		}
		if _, err := io.WriteString(entry, files[name]); err != nil {
			return fmt.Errorf("zip: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("zip: %w", err)
	}
	return nil
}
