// Package sheet reads tables that people send, as CSV or as a workbook, and writes workbooks. What it reads is bounded:
// a small file may claim to hold more than any machine does.
package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/korean"
)

// Line is one line of a table as it was read.
type Line struct {
	Number int
	Cells  []string
	// Bad says that its quotation marks do not match.
	Bad bool
}

// ErrUnreadable says that a file is no table.
var ErrUnreadable = errors.New("not a table that can be read")

// Bounds of what is read, however many lines are asked for.
const (
	mostCells    = 2_000_000
	mostFiles    = 1_000
	mostUnpacked = 64 << 20
)

// Decoded is a text in UTF-8, UTF-16 or EUC-KR as UTF-8.
func Decoded(data []byte) []byte {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) && len(data)%2 == 0 {
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i < len(data); i += 2 {
			units = append(units, uint16(data[i])|uint16(data[i+1])<<8)
		}
		data = []byte(string(utf16.Decode(units)))
	}
	if !utf8.Valid(data) {
		if korean, err := korean.EUCKR.NewDecoder().Bytes(data); err == nil {
			data = korean
		}
	}
	return data
}

// Read reads the first lines of a file, which is a workbook where it begins like one and a text otherwise.
func Read(data []byte, most int) ([]Line, error) {
	if bytes.HasPrefix(data, []byte("PK")) {
		return ReadXLSX(data, most)
	}
	text := strings.ToValidUTF8(string(Decoded(data)), "\ufffd")
	return ReadCSV(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\x00", ""), most)
}

// ReadCSV reads the first lines of a text, whatever separates its columns.
func ReadCSV(text string, most int) ([]Line, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	if strings.Count(text, string(r.Comma)) > mostCells {
		return nil, ErrUnreadable
	}
	var list []Line
	for len(list) < most {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			list = append(list, Line{Number: bad.StartLine, Bad: true})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		number, _ := r.FieldPos(0)
		list = append(list, Line{Number: number, Cells: cells})
	}
	return list, nil
}

// separator is what stands most often in the headings.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	most := ','
	for _, r := range ";\t" {
		if strings.Count(head, string(r)) > strings.Count(head, string(most)) {
			most = r
		}
	}
	return most
}

// ReadXLSX reads the first lines of the first sheet of a workbook.
func ReadXLSX(data []byte, most int) (list []Line, err error) {
	defer func() {
		// The library has panicked on broken workbooks before; whatever it does, the file is what is wrong.
		if recover() != nil {
			list, err = nil, ErrUnreadable
		}
	}()
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil || len(z.File) > mostFiles {
		return nil, ErrUnreadable
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if len(book.GetSheetList()) == 0 {
		return nil, ErrUnreadable
	}
	rows, err := book.Rows(book.GetSheetList()[0])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	list, err = lines(rows, most)
	if closed := rows.Close(); err == nil && closed != nil {
		err = fmt.Errorf("%w: %w", ErrUnreadable, closed)
	}
	return list, err
}

func lines(rows *excelize.Rows, most int) ([]Line, error) {
	var list []Line
	all := 0
	for number := 1; rows.Next() && number <= most; number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if all += len(cells); all > mostCells {
			return nil, ErrUnreadable
		}
		list = append(list, Line{Number: number, Cells: cells})
	}
	return list, nil
}
