package request

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"

	"academy/app/fault"

	"github.com/gofiber/fiber/v2"
)

const (
	// The fields before the file are few and short: they are read before anybody knows who sends them.
	headBytes  = 16 << 10
	mostFields = 8
	fileField  = "file"
	// politeness is how much of a refused form is still heard.
	politeness = 1 << 30
)

// Faults of forms that bring a file.
var (
	ErrFileLarge   = tooLarge("upload.file_large")
	ErrFileMissing = fault.Field(fileField, "upload.file_missing")
	ErrFileSeveral = fault.Field(fileField, "upload.file_several")
)

func tooLarge(key string) *fault.Error {
	f := fault.Field(fileField, key)
	f.Kind = fault.TooLarge
	return f
}

// Sending is a form that brings one file, read as it comes: its fields first, then the file, of which nothing is held.
type Sending struct {
	line   *Line
	bound  *io.LimitedReader // what may still be read
	parts  *multipart.Reader
	fields map[string]string
	file   *multipart.Part
	most   int64
}

// OpenSending reads the fields of a form up to its file, which may be as large as most together with what is around it.
func OpenSending(c *fiber.Ctx, most int64) (*Sending, error) {
	kind, parameters, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	line := OpenLine(c)
	if err != nil || kind != fiber.MIMEMultipartForm || line == nil {
		return nil, fiber.ErrBadRequest
	}
	bound := &io.LimitedReader{R: line, N: headBytes}
	s := &Sending{line: line, bound: bound, parts: multipart.NewReader(bound, parameters["boundary"]), fields: map[string]string{}, most: most}
	if err := s.readFields(); err != nil {
		s.Drain()
		return nil, errors.Join(fiber.ErrBadRequest, err)
	}
	bound.N = most
	return s, nil
}

func (s *Sending) readFields() error {
	for range mostFields {
		part, err := s.parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if part.FormName() == fileField {
			s.file = part
			return nil
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		s.fields[part.FormName()] = string(value)
	}
	return fault.ErrTooLarge
}

// Field is what a field before the file says.
func (s *Sending) Field(name string) string { return readable(s.fields[name]) }

// File is the name of the file and its content. Reading it fails where it is too large, comes with another one, or breaks
// off.
func (s *Sending) File() (name string, content io.Reader, err error) {
	switch {
	case s.file == nil || s.file.FileName() == "":
		return "", nil, ErrFileMissing
	case s.line.Left() > s.most:
		return "", nil, ErrFileLarge
	}
	return readable(s.file.FileName()), s, nil
}

// Read implements io.Reader for the content of the file.
func (s *Sending) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	if errors.Is(err, io.EOF) {
		err = s.end()
	}
	return n, s.judge(err)
}

// end makes sure that nothing but fields follows the file, and that the form has an end at all.
func (s *Sending) end() error {
	for {
		part, err := s.parts.NextPart()
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			return ErrFileSeveral
		}
	}
}

// judge tells a form that goes on beyond its measure from one that breaks off.
func (s *Sending) judge(err error) error {
	var f *fault.Error
	switch {
	case err == nil, errors.Is(err, io.EOF), errors.As(err, &f):
		return err
	case s.bound.N <= 0:
		return ErrFileLarge
	}
	return errors.Join(fiber.ErrBadRequest, err)
}

// Over says that all of it has been read.
func (s *Sending) Over() bool { return s.line.Left() == 0 }

// Drain hears out a sender whose file was not taken.
func (s *Sending) Drain() { s.line.Drain(politeness) }
