// Package formats reads and writes questions in the formats of other systems, and in a table of our own. It is pure: it
// is given the bytes of a file and answers drafts of questions, each with what could not be taken over and why.
//
// A format is a package of its own below; what they share is in item. Nothing of a file vanishes: each of its questions
// comes back, and one that is refused says so with its line. What a format cannot say, Write tells.
package formats

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"academy/app/questions/formats/aiken"
	"academy/app/questions/formats/gift"
	"academy/app/questions/formats/item"
	"academy/app/questions/formats/moodle"
	"academy/app/questions/formats/qti"
	"academy/app/questions/formats/table"
)

// Format is the name of a format, as people type it.
type Format string

// The formats.
const (
	GIFT   Format = "gift"
	Aiken  Format = "aiken"
	Moodle Format = "moodlexml"
	QTI    Format = "qti"
	CSV    Format = "csv"
	XLSX   Format = "xlsx"
)

// Formats are all formats.
func Formats() []Format { return []Format{GIFT, Aiken, Moodle, QTI, CSV, XLSX} }

type (
	// Item is one question of a file, as it would be taken over.
	Item = item.Item
	// Problem is what was dropped of it, or why it was refused.
	Problem = item.Problem
	// FileError says that a file cannot be read at all.
	FileError = item.FileError
)

// The states of an item.
const (
	OK      = item.OK
	Partly  = item.Partly
	Refused = item.Refused
)

// mostPackage is the most bytes of a package, which may hold films beside its questions.
const mostPackage = 200 << 20

// Read reads a file. Its texts are taken to be in lang, ko or en, all of them; a table says itself which is which.
// A file that is not of the format at all is a FileError.
func Read(format Format, data []byte, lang string) ([]Item, error) {
	most := item.MostBytes
	if bytes.HasPrefix(data, []byte("PK")) {
		most = mostPackage
	}
	if len(data) > most {
		return nil, item.Unreadable("formats.too_large", most>>20)
	}
	switch format {
	case GIFT:
		return gift.Read(data, lang), nil
	case Aiken:
		return aiken.Read(data, lang), nil
	case Moodle:
		return moodle.Read(data, lang)
	case QTI:
		return qti.Read(data, lang)
	case CSV:
		return table.ReadCSV(data, lang)
	case XLSX:
		return table.ReadXLSX(data, lang)
	}
	return nil, item.Unreadable("formats.unknown", string(format))
}

// Write writes items in a format and lists what the format cannot say of them. Texts are in lang, and in the other
// language where they are not translated; a table holds both.
func Write(to io.Writer, format Format, items []Item, lang string) ([]Problem, error) {
	switch format {
	case GIFT:
		return gift.Write(to, items, lang)
	case Aiken:
		return aiken.Write(to, items, lang)
	case Moodle:
		return moodle.Write(to, items, lang)
	case QTI:
		return qti.Write(to, items, lang)
	case CSV:
		return table.WriteCSV(to, items, lang)
	case XLSX:
		return table.WriteXLSX(to, items, lang)
	}
	return nil, fmt.Errorf("format of questions %q is not known", format)
}

// WriteTemplate writes the table with one example of each type, for people to begin with.
func WriteTemplate(to io.Writer, format Format) error {
	if format != CSV && format != XLSX {
		return fmt.Errorf("there is no template of %q", format)
	}
	_, err := Write(to, format, table.Examples(), "ko")
	return err
}

// Extension is how the name of a file of the format ends.
func (f Format) Extension() string {
	switch f {
	case GIFT, Aiken:
		return ".txt"
	case Moodle:
		return ".xml"
	case QTI:
		return ".zip"
	}
	return "." + string(f)
}

// head is how much of a file tells what it is.
const head = 64 << 10

// Detect tells the format of a file by its name and its beginning.
func Detect(name string, data []byte) (Format, bool) {
	begin := data[:min(len(data), head)]
	ext := strings.ToLower(path.Ext(name))
	switch {
	case bytes.HasPrefix(begin, []byte("PK")):
		return zipped(ext), true
	case bytes.Contains(begin, []byte("<quiz")):
		return Moodle, true
	case slices.ContainsFunc([]string{"<assessmentItem", "<questestinterop", "<assessmentTest"}, func(tag string) bool { return bytes.Contains(begin, []byte(tag)) }):
		return QTI, true
	case ext == ".csv" || ext == ".tsv":
		return CSV, true
	case ext == ".gift":
		return GIFT, true
	case ext == ".aiken":
		return Aiken, true
	case ext == ".txt" && bytes.Contains(bytes.ToUpper(begin), []byte("ANSWER:")):
		return Aiken, true
	case ext == ".txt":
		return GIFT, true
	}
	return "", false
}

func zipped(ext string) Format {
	if ext == ".xlsx" {
		return XLSX
	}
	return QTI
}

// Report counts what became of the items of a file.
type Report struct{ OK, Partly, Refused int }

// Count counts items by their state.
func Count(items []Item) Report {
	var r Report
	for _, it := range items {
		switch it.State {
		case OK:
			r.OK++
		case Partly:
			r.Partly++
		default:
			r.Refused++
		}
	}
	return r
}
