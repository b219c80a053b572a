package credentials

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/credentials/diploma"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"
)

// exampleCode is the code of previews, which no certificate has.
const exampleCode = "0000-0000-0000-00000"

// Preview is the very page that PreviewPDF prints, as a picture.
type Preview struct {
	SVG []byte
	// Unprintable are the characters of the template that the font lacks: on paper they are squares.
	Unprintable string
	// Wrong is what is wrong with the template, by field; there is no picture then.
	Wrong map[string]string
}

// PreviewPDF prints a template that has not been saved, or without one that which is, as the certificate of nobody. What
// cannot be saved cannot be previewed either.
func (s *Service) PreviewPDF(ctx context.Context, who access.Actor, lang locale.Lang, slug string, typed *TemplateChange) (File, error) {
	d, err := s.drawing(ctx, who, slug, typed)
	if err == nil && len(d.wrong) > 0 {
		err = fault.Fields(d.wrong)
	}
	if err != nil {
		return File{}, err
	}
	face, err := s.previewed(ctx, d, lang)
	if err != nil {
		return File{}, err
	}
	raw, err := s.Printer.PDF(face)
	return File{Name: slug + ".pdf", Bytes: raw}, overflow(err)
}

// PreviewPicture draws a template that has not been saved.
func (s *Service) PreviewPicture(ctx context.Context, who access.Actor, lang locale.Lang, slug string, c TemplateChange) (Preview, error) {
	d, err := s.drawing(ctx, who, slug, &c)
	if err != nil {
		return Preview{}, err
	}
	return s.picturePreview(ctx, d, lang)
}

func (s *Service) drawing(ctx context.Context, who access.Actor, slug string, typed *TemplateChange) (d drawn, err error) {
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		work, _, err := s.lookFor(tx, who, slug)
		if err != nil {
			return err
		}
		bench, err := credentials.FindBench(tx, work.CourseID)
		if err != nil {
			return err
		}
		if typed == nil {
			saved := s.change(benchLook(bench, work.Palette))
			typed = &saved
		}
		d = s.draw(bench, work, typed.clean())
		return nil
	})
	return d, err
}

func (s *Service) picturePreview(ctx context.Context, d drawn, lang locale.Lang) (Preview, error) {
	if len(d.wrong) > 0 {
		return Preview{Wrong: d.wrong}, nil
	}
	face, err := s.previewed(ctx, d, lang)
	if err != nil {
		return Preview{}, err
	}
	all := ""
	for _, t := range []Text{d.Title, d.Lead, d.Statement, d.Note, d.Authority, d.Signatory, d.Position, d.work.Title} {
		all += t.KO + t.EN
	}
	svg, err := s.Printer.SVG(face, s.printer(lang).T("credentials.preview"))
	return Preview{SVG: svg, Unprintable: string(s.Printer.Unprintable(all))}, overflow(err)
}

// previewed is what stands on a preview.
func (s *Service) previewed(ctx context.Context, d drawn, lang locale.Lang) (face diploma.Face, err error) {
	face = s.example(d.look, d.work, lang, s.printer(lang).T("credentials.example_name"))
	face.Template, err = s.template(ctx, d.look)
	return face, err
}

// example is the certificate of somebody who has completed a course as it stands in the draft. Its day has as many
// letters as any.
func (s *Service) example(l look, work courses.Work, lang locale.Lang, name string) diploma.Face {
	day := time.Date(2030, time.September, 30, 12, 0, 0, 0, s.printer(lang).Zone)
	face := diploma.Face{
		Template: s.plain(l), Lang: string(lang), Name: name, Course: work.Title, Hours: s.length(work.Minutes), Code: exampleCode,
		Number: number(l.prefix(), day, 123_456), VerifyURL: s.VerifyURL(exampleCode), IssuedOn: day, Seed: work.Slug,
	}
	if l.months() > 0 {
		face.ExpiresOn = day.AddDate(0, l.months(), 0)
	}
	return face
}

func overflow(err error) error {
	if errors.Is(err, diploma.ErrOverflow) {
		return ErrOverflow.Because(err)
	}
	return err
}
