package record

import (
	"context"
	"strings"

	"academy/app/access"
	"academy/app/locale"
)

// File is a printed record.
type File struct {
	Name  string
	Bytes []byte
}

// PreviewPDF prints what a choice would show. It carries no QR code, for nothing is shared yet, and says so.
func (s *Service) PreviewPDF(ctx context.Context, who access.Actor, lang locale.Lang, c Choice) (File, error) {
	r, err := s.Preview(ctx, who, lang, c)
	if err != nil {
		return File{}, err
	}
	return s.print(r, lang)
}

// PDF prints the record of a code; the errors are those of Open, and it counts as opening it.
func (s *Service) PDF(ctx context.Context, who access.Actor, lang locale.Lang, typed string) (File, error) {
	r, err := s.Open(ctx, who, lang, typed)
	if err != nil {
		return File{}, err
	}
	return s.print(r, lang)
}

func (s *Service) print(r Record, lang locale.Lang) (File, error) {
	say := s.Messages.Printer(lang, "")
	sheet := roll{
		Lang: map[locale.Lang]string{locale.KO: "ko-KR", locale.EN: "en-GB"}[lang], Title: say.T("record.sheet"), Name: r.Holder, Issuer: r.Issuer,
		Facts: facts(r, say), Notes: []string{say.T("record.note_chosen"), say.T("record.note_today", say.DateTime(r.At))}, URL: r.URL, At: r.At,
		Page: func(n, of int) string { return say.T("record.page_of", n, of) },
	}
	if r.EndsAt == nil {
		sheet.Notes = append(sheet.Notes, say.T("record.note_unshared"))
	} else {
		sheet.Check = say.T("record.check_until", say.DateTime(*r.EndsAt))
	}
	for _, section := range r.Sections {
		part := rollPart{Title: say.T("record.part." + section.Part)}
		for _, line := range section.Lines {
			part.Rows = append(part.Rows, rollRow{Title: line.Title, Facts: strings.Join(line.Facts(say), " · "), Aside: line.Aside(say)})
		}
		sheet.Sections = append(sheet.Sections, part)
	}
	raw, err := sheet.pdf(s.Fonts)
	return File{Name: "learning-record-" + r.At.In(say.Zone).Format("2006-01-02") + ".pdf", Bytes: raw}, err
}

func facts(r Record, say locale.Printer) []string {
	list := []string{say.T("record.as_of", say.Date(r.At))}
	if r.Courses > 0 {
		list = append(list, say.T("record.sum", r.Courses, say.Minutes(r.Minutes)))
	}
	return list
}
