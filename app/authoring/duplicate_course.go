package authoring

import (
	"bytes"
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/authoring/folder"
	"academy/app/fault"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// CourseCopy is what the copy of a course is called.
type CourseCopy struct {
	Title Text
	Slug  string
}

// CourseMore is a course with what can be done to it as a whole.
type CourseMore struct {
	Course CourseHead
	// Copy is what a copy would be called.
	Copy CourseCopy
}

// CourseMore shows what can be done to a course as a whole.
func (s *Service) CourseMore(ctx context.Context, who access.Actor, slug string) (CourseMore, error) {
	var v CourseMore
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		v = CourseMore{head(w, p), CourseCopy{Title: copyTitle(w.Title), Slug: cut(slug, 75) + "-copy"}}
		return err
	})
	return v, err
}

// copyTitle says in both languages that a course is a copy, as far as it has a title in them.
func copyTitle(t Text) Text {
	if t.KO != "" {
		t.KO = cut(t.KO, maxTitle-5) + " (사본)"
	}
	if t.EN != "" {
		t.EN = cut(t.EN, maxTitle-7) + " (copy)"
	}
	return t
}

func cut(s string, most int) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), most)])
}

// DuplicateCourse makes a new course, as a draft, of what the authors of another see: texts, order, requirements and
// quizzes are its own from then on. Its films play the same bytes but are films of their own, with their own captions:
// what was watched in one course is not watched in the other. Dates move by as much as the copy is younger.
func (s *Service) DuplicateCourse(ctx context.Context, who access.Actor, slug string, n CourseCopy) error {
	n.Title = clean(n.Title)
	bad := wrong{}
	bad.text("title", n.Title, maxTitle, true)
	if !folder.IsSlug(n.Slug) || n.Slug == "new" {
		bad["slug"] = "authoring.slug"
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		if !p.MayEdit() {
			return fault.ErrDenied
		}
		if _, err := courses.FindCourse(tx, n.Slug); err == nil {
			bad["slug"] = "authoring.slug_taken"
		} else if !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if err := bad.err(); err != nil {
			return err
		}
		return s.duplicate(tx, who, w, n)
	})
}

func (s *Service) duplicate(tx *models.Tx, who access.Actor, w courses.Work, n CourseCopy) error {
	from, err := s.load(tx, w.Slug, w.Revision)
	if err != nil {
		return err
	}
	c := courses.Course{
		ID: models.NewID(), Slug: n.Slug, AgendaID: w.AgendaID, State: "draft", Level: w.Level, Languages: w.Languages, Minutes: w.Minutes, Palette: w.Palette, CreatedAt: tx.Now,
	}
	if err := courses.InsertCourse(tx, c); errors.Is(err, models.ErrConflict) {
		return fault.Field("slug", "authoring.slug_taken")
	} else if err != nil {
		return err
	}
	later, err := copyCohort(tx, w.CourseID, c.ID)
	if err != nil {
		return err
	}
	postpone(from.course, later)
	films, err := copyFilms(tx, c.ID, from.films)
	if err != nil {
		return err
	}
	if err := copyCaptions(tx, from.course, films); err != nil {
		return err
	}
	if err := copyShown(tx, c.ID, &from); err != nil {
		return err
	}
	from.course.Title = n.Title
	r := revisionOf(tx, from.course, c, w.GrantDutyID)
	r.ChangedBy = &who.ID
	d, err := s.draft(tx, from.course, r, films)
	if err != nil {
		return err
	}
	if err := d.insert(tx, idsOf(w.Prerequisites.V)); err != nil {
		return err
	}
	if err := courses.UpdateStaff(tx, courses.Staff{CourseID: c.ID, UserID: who.ID, Role: string(Owner), AddedAt: tx.Now}); err != nil {
		return err
	}
	if err := s.copyCertificate(tx, c.ID, who.ID, from); err != nil {
		return err
	}
	return audit(tx, who, "course.duplicated", c.ID)
}

// copyCohort lets people into the copy as into the first, later by as many whole days as lie between the two, and answers
// how much later that is.
func copyCohort(tx *models.Tx, from, to uuid.UUID) (time.Duration, error) {
	c, err := courses.FindSelfPaced(tx, from)
	if err != nil {
		return 0, err
	}
	later := tx.Now.Sub(c.CreatedAt).Truncate(24 * time.Hour)
	for _, date := range []*time.Time{c.OpensAt, c.ClosesAt} {
		if date != nil {
			*date = date.Add(later)
		}
	}
	c.ID, c.CourseID, c.CreatedAt = models.NewID(), to, tx.Now
	return later, courses.InsertCohort(tx, c)
}

// postpone moves the dates on which things open.
func postpone(c folder.Course, by time.Duration) {
	put := func(r *folder.Release) {
		if !r.At.IsZero() {
			r.At = r.At.Add(by)
		}
	}
	for i := range c.Sections {
		put(&c.Sections[i].Release)
		for j := range c.Sections[i].Lessons {
			put(&c.Sections[i].Lessons[j].Release)
		}
	}
}

func idsOf(list []courses.Prerequisite) []uuid.UUID {
	ids := make([]uuid.UUID, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return ids
}

// copyCaptions gives the copies the captions that the lessons have.
func copyCaptions(tx *models.Tx, c folder.Course, films map[string]uuid.UUID) error {
	for _, l := range c.Lessons() {
		film, ok := films[l.Key]
		if !ok {
			continue
		}
		for _, lang := range []string{"ko", "en"} {
			if err := writeCaptions(tx, film, lang, l.Captions[lang]); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeCaptions(tx *models.Tx, film uuid.UUID, lang string, cues []media.Cue) error {
	if len(cues) == 0 {
		return assets.DeleteCaption(tx, film, lang)
	}
	var vtt bytes.Buffer
	if err := media.WriteVTT(&vtt, cues); err != nil {
		return err
	}
	return assets.UpdateCaption(tx, assets.Caption{AssetID: film, Lang: lang, VTT: vtt.String()})
}

// copyFilms makes films of their own that play the same objects, and answers them by lesson key.
func copyFilms(tx *models.Tx, course uuid.UUID, films map[string]assets.Asset) (map[string]uuid.UUID, error) {
	ready := map[string]uuid.UUID{}
	for key, film := range films {
		id := models.NewID()
		if err := assets.InsertCopy(tx, film, id, course); err != nil {
			return nil, err
		}
		ready[key] = id
	}
	return ready, nil
}
