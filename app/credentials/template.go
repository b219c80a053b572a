package credentials

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/credentials/diploma"
	"academy/app/fault"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Text is a text in both languages.
type Text = models.Text

// How a sheet lies.
const (
	Landscape = "landscape"
	Portrait  = "portrait"
)

// Faults of templates.
var (
	// ErrTemplateStale says that somebody else has saved the template since.
	ErrTemplateStale = fault.New(fault.Conflict, "credentials.template_stale")
	errArchived      = fault.New(fault.Conflict, "authoring.archived")
)

// shownFor is how long the addresses of pictures on a studio page work.
const shownFor = 4 * time.Hour

// TemplateWork is the certificate of a course as its authors edit it.
type TemplateWork struct {
	Course Head
	TemplateChange
	// Own says that the course has a template of its own; without one the academy's own look is shown.
	Own bool
	// Pictures are those of the course's library.
	Pictures []PictureChoice
	Preview  Preview
}

// PictureChoice is a picture that may be a seal or a signature.
type PictureChoice struct {
	ID    uuid.UUID
	Name  string
	Alt   Text
	Thumb string
}

// TemplateChange is a template as an author leaves it. From is the version that the author began with, 0 for none.
type TemplateChange struct {
	From                         int
	Orientation, Border, Palette string
	// Texts with variables in braces, see diploma.Variables.
	Title, Lead, Statement, Note Text
	// Plain texts.
	Authority, Signatory, Position Text
	Seal, Signature                uuid.UUID // pictures of the course's library, zero for none
	Prefix                         string    // of the numbers
	Months                         int       // how long the certificates are valid, 0 for ever
}

// Template shows the certificate of a course to its owners and editors, with a preview of what is saved, or of what has
// been typed.
func (s *Service) Template(ctx context.Context, who access.Actor, lang locale.Lang, slug string, typed *TemplateChange) (TemplateWork, error) {
	var v TemplateWork
	var d drawn
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.lookFor(tx, who, slug)
		if err != nil {
			return err
		}
		bench, err := credentials.FindBench(tx, work.CourseID)
		if err != nil {
			return err
		}
		current := benchLook(bench, work.Palette)
		v = TemplateWork{Course: head, TemplateChange: s.change(current), Own: current.Look != nil}
		if typed == nil {
			typed = &v.TemplateChange
		}
		d = s.draw(bench, work, typed.clean())
		return nil
	})
	if err != nil {
		return v, err
	}
	if v.Preview, err = s.picturePreview(ctx, d, lang); err != nil {
		return v, err
	}
	v.Pictures, err = s.choices(ctx, d.shelf)
	return v, err
}

// lookFor finds a course for its owners and editors.
func (s *Service) lookFor(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = fault.ErrDenied
	}
	return work, head, err
}

// change is a look as its form shows it.
func (s *Service) change(l look) TemplateChange {
	t := s.plain(l)
	c := TemplateChange{
		Orientation: Portrait, Border: t.Border, Palette: t.Palette, Title: t.Title, Lead: t.Lead, Statement: t.Statement, Note: t.Note,
		Authority: t.Authority, Signatory: t.Signatory, Position: t.Position, Prefix: l.prefix(), Months: l.months(),
	}
	if t.Across {
		c.Orientation = Landscape
	}
	if l.Look != nil {
		c.From, c.Seal, c.Signature = l.Version, idOr(l.SealID), idOr(l.SignatureID)
	}
	return c
}

func idOr(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func (s *Service) choices(ctx context.Context, shelf []credentials.ShelfPicture) ([]PictureChoice, error) {
	var list []PictureChoice
	for _, p := range shelf {
		thumb, err := s.Store.URL(ctx, p.Key, shownFor, media.Disposition{})
		if err != nil {
			return nil, err
		}
		list = append(list, PictureChoice{p.ID, p.Name, p.Alt, thumb})
	}
	return list, nil
}

// SaveTemplate makes a new version, by which certificates are printed from now on; those that were issued keep theirs.
// ErrTemplateStale says that somebody else has saved since c.From.
func (s *Service) SaveTemplate(ctx context.Context, who access.Actor, slug string, c TemplateChange) error {
	c = c.clean()
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		work, head, err := s.lookFor(tx, who, slug)
		if err != nil {
			return err
		}
		if head.State == "archived" {
			return errArchived
		}
		bench, err := credentials.FindBench(tx, work.CourseID)
		if err != nil {
			return err
		}
		d := s.draw(bench, work, c)
		if len(d.wrong) > 0 {
			return fault.Fields(d.wrong)
		}
		if bench.Version != c.From {
			return ErrTemplateStale
		}
		return insertVersion(tx, *d.Look, c.From, &who.ID)
	})
	if errors.Is(err, models.ErrConflict) {
		return ErrTemplateStale.Because(err)
	}
	return err
}

// drawn is a template that has not been saved, with what is wrong with it.
type drawn struct {
	look
	work  courses.Work
	shelf []credentials.ShelfPicture
	wrong map[string]string
}

// benchLook is the newest version, or the look of the academy.
func benchLook(b credentials.Bench, palette string) look {
	if b.ID == uuid.Nil {
		return look{palette: palette}
	}
	return look{Look: &b.Look, palette: palette}
}

// draw makes a version of what an author has left.
func (s *Service) draw(bench credentials.Bench, work courses.Work, c TemplateChange) drawn {
	next, wrong := compose(bench, work, c)
	d := drawn{look{Look: &next, palette: work.Palette}, work, bench.Shelf.V, wrong}
	if len(d.wrong) == 0 {
		d.wrong = s.tooLong(d.look, work)
	}
	return d
}

// compose makes a version and says what is wrong with its fields, by which it may still not fit on its page.
func compose(bench credentials.Bench, work courses.Work, c TemplateChange) (next credentials.Look, wrong map[string]string) {
	next = credentials.Look{Template: credentials.Template{
		CourseID: work.CourseID, Orientation: c.Orientation, Border: c.Border, Palette: c.Palette, Title: c.Title, Lead: c.Lead, Statement: c.Statement,
		Note: c.Note, Authority: c.Authority, Signatory: c.Signatory, Position: c.Position, Prefix: c.Prefix,
	}}
	if c.Months > 0 {
		next.Months = &c.Months
	}
	wrong = c.check()
	var known bool
	if next.SealID, next.SealKey, known = pictureOf(bench.Shelf.V, c.Seal); !known {
		wrong["seal"] = "credentials.picture"
	}
	if next.SignatureID, next.SignatureKey, known = pictureOf(bench.Shelf.V, c.Signature); !known {
		wrong["signature"] = "credentials.picture"
	}
	return next, wrong
}

// pictureOf finds a picture of the library; none is known, and nothing.
func pictureOf(shelf []credentials.ShelfPicture, id uuid.UUID) (asset *uuid.UUID, key string, known bool) {
	if id == uuid.Nil {
		return nil, "", true
	}
	i := slices.IndexFunc(shelf, func(p credentials.ShelfPicture) bool { return p.ID == id })
	if i < 0 {
		return nil, "", false
	}
	return &id, shelf[i].Key, true
}

// tooLong names the fields that do not fit on the page for somebody with the longest of names.
func (s *Service) tooLong(l look, work courses.Work) map[string]string {
	wrong := map[string]string{}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		var over *diploma.Overflow
		if errors.As(s.Printer.Check(s.example(l, work, lang, longest(lang))), &over) {
			wrong[fieldOf(over.Part)+"_"+string(lang)] = "credentials.too_long_to_print"
		}
	}
	return wrong
}

// fieldOf is the field that a part of the page is edited in.
func fieldOf(part string) string {
	if part == "number" {
		return "authority"
	}
	return part
}

// longest is a name of 80 characters.
func longest(lang locale.Lang) string {
	if lang == locale.EN {
		return strings.Repeat("Wilhelmina ", 7) + "Kim"
	}
	return strings.Repeat("가나다라마바사 ", 10)
}

// Bounds of a template's texts, in characters.
const (
	maxTemplateTitle = 60
	maxTemplateLine  = 120
	maxTemplateText  = 500
	mostMonths       = 120
)

// clean trims all texts and composes what a Mac sends decomposed. The prefix is capital.
func (c TemplateChange) clean() TemplateChange {
	for _, t := range []*Text{&c.Title, &c.Lead, &c.Statement, &c.Note, &c.Authority, &c.Signatory, &c.Position} {
		t.KO, t.EN = oneLine(t.KO), oneLine(t.EN)
	}
	c.Prefix = strings.ToUpper(oneLine(c.Prefix))
	return c
}

func oneLine(text string) string { return strings.Join(strings.Fields(norm.NFC.String(text)), " ") }
