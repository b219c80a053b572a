package credentials

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"
	"academy/models/identity"
)

// Print puts a certificate into the language of its holder, if nobody has yet. It is a job.
func (s *Service) Print(ctx context.Context, job jobs.PrintCertificate) error {
	var c credentials.Certificate
	if err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		c, err = credentials.FindCertificate(tx, job.ID)
		return err
	}); err != nil {
		return err
	}
	return s.printFirst(ctx, c)
}

// printFirst prints a certificate that counts, if that has not been done in any language.
func (s *Service) printFirst(ctx context.Context, c credentials.Certificate) error {
	if c.Printed() || c.State != credentials.Issued {
		return nil
	}
	lang, err := s.langOf(ctx, c)
	if err == nil {
		_, err = s.print(ctx, c, lang)
	}
	if errors.Is(err, ErrWithheld) {
		return nil // revoked in between, so there is nothing to be printed any more
	}
	return err
}

// langOf is the language a certificate is printed in first: the one it is in already, or that of its holder.
func (s *Service) langOf(ctx context.Context, c credentials.Certificate) (lang locale.Lang, err error) {
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		if c.Key(string(lang)) != "" {
			return lang, nil
		}
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		holder, err := identity.FindUser(tx, c.CitizenID)
		lang = locale.Parse(holder.Locale)
		return err
	})
	return lang, err
}

// printed answers the file of a certificate in a language. The language that nobody has asked for before is printed now;
// of two who ask at once both print the same.
func (s *Service) printed(ctx context.Context, c credentials.Certificate, lang locale.Lang) ([]byte, error) {
	key := c.Key(string(lang))
	if key == "" {
		return s.print(ctx, c, lang)
	}
	object, err := s.Store.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer func() { _ = object.Close() }()
	return io.ReadAll(io.LimitReader(object, maxFile))
}

// print puts the file into the store and then says where it is: one that is interrupted leaves a file that the next one
// writes again. What was revoked or reissued meanwhile is ErrWithheld and leaves nothing.
func (s *Service) print(ctx context.Context, c credentials.Certificate, lang locale.Lang) ([]byte, error) {
	palette, err := s.paletteOf(ctx, c)
	if err != nil {
		return nil, err
	}
	template, err := s.templateOf(ctx, c, palette)
	if err != nil {
		return nil, err
	}
	file, err := s.Printer.PDF(s.face(c, template, lang))
	if err != nil {
		return nil, err
	}
	key := media.CertificateKey(c.ID, string(lang))
	if err := s.Store.Put(ctx, key, bytes.NewReader(file), int64(len(file)), "application/pdf"); err != nil {
		return nil, fmt.Errorf("keep certificate: %w", err)
	}
	counts := false
	if err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		counts, err = credentials.UpdatePrinted(tx, c.ID, string(lang), key)
		return err
	}); err != nil {
		return nil, err
	}
	if !counts {
		return nil, errors.Join(ErrWithheld, s.Store.Delete(ctx, key))
	}
	return file, nil
}

// paletteOf is the colours of the patchwork around a certificate: those of its course.
func (s *Service) paletteOf(ctx context.Context, c credentials.Certificate) (string, error) {
	if c.CourseID == nil {
		return "", nil
	}
	var course courses.Course
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		course, err = courses.FindCourseByID(tx, *c.CourseID)
		return err
	})
	return course.Palette, err
}
