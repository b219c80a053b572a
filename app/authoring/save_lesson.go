package authoring

import (
	"context"
	"slices"
	"strings"

	"academy/app/access"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// LessonWork is a lesson as its authors edit it.
type LessonWork struct {
	Course CourseHead
	ID     uuid.UUID
	Kind   string
	LessonChange
	// Preview is the body as learners will see it, by language.
	Preview map[string]string
	// Others are the lessons that this one could wait for.
	Others []OtherLesson
	// Film is what a lecture plays, nil for none yet.
	Film *Film
	// Media is the library of the course: films that a lecture could play, pictures and files that a text could show.
	Media []MediaItem
	// Captioned are the languages in which a lecture has captions.
	Captioned []string
	Lacks     []string
	// Sections are those of the course; the lesson stands in Section.
	Sections []WorkSection
	Section  uuid.UUID
}

// OtherLesson is a lesson that another one may wait for.
type OtherLesson struct {
	ID    uuid.UUID
	Title Text
}

// LessonChange is a lesson as an author leaves it. From is the version that the author began with.
type LessonChange struct {
	From     int
	Title    Text
	Body     Text
	Minutes  int
	Required bool
	Requires []uuid.UUID
	Release  Release
	// CaptionsMissing is why a lecture has no captions in some language; empty while it should have them.
	CaptionsMissing string
}

// LessonWork shows a lesson to its authors.
func (s *Service) LessonWork(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (LessonWork, error) {
	var v LessonWork
	var lessons []courses.DraftLesson
	var w courses.Workshop
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		var p Part
		if w, p, err = lookWithLibrary(tx, who, slug); err != nil {
			return err
		}
		if lessons, err = courses.ListDraftLessons(tx, w.ID); err != nil {
			return err
		}
		i := indexOf(lessons, id)
		if i < 0 {
			return models.ErrNotFound
		}
		v = s.lessonWork(w.Work, lessons, lessons[i])
		v.Course = head(w.Work, p)
		return nil
	})
	if err != nil {
		return v, err
	}
	if v.Media, err = s.items(ctx, who, w.Library.V, lessons); err != nil {
		return v, err
	}
	return v, s.showFilm(ctx, &v, w.Library.V, lessons[indexOf(lessons, id)])
}

// showFilm finds what a lecture plays among the media of its course.
func (s *Service) showFilm(ctx context.Context, v *LessonWork, shelf []courses.Shelved, l courses.DraftLesson) error {
	if l.AssetID == nil {
		return nil
	}
	for i, a := range shelf {
		if a.ID != *l.AssetID {
			continue
		}
		v.Film = &Film{MediaItem: v.Media[i], Continued: *l.WatchedID != a.ID}
		if a.State != "ready" {
			return nil
		}
		var err error
		v.Film.VideoURL, err = s.Store.URL(ctx, a.VideoKey, shownFor, media.Disposition{})
		return err
	}
	return nil
}

func (s *Service) lessonWork(w courses.Work, lessons []courses.DraftLesson, l courses.DraftLesson) LessonWork {
	v := LessonWork{
		ID: l.LessonID, Kind: l.Kind, Captioned: l.Captions, Lacks: lacks(w.Languages, l), Preview: s.Preview(l.Body),
		LessonChange: LessonChange{From: l.Version, Title: l.Title, Body: l.Body, Minutes: l.Minutes, Required: l.Required, CaptionsMissing: l.CaptionsMissing, Release: releaseOf(l.Release)},
	}
	v.Sections, v.Section = workSections(w, nil), l.SectionID
	for _, other := range lessons {
		if other.LessonID == l.LessonID {
			continue
		}
		v.Others = append(v.Others, OtherLesson{other.LessonID, other.Title})
		if slices.Contains(l.Requires, other.LessonID.String()) {
			v.Requires = append(v.Requires, other.LessonID)
		}
	}
	return v
}

// Preview renders a text as learners will see it, by language.
func (s *Service) Preview(t Text) map[string]string {
	return map[string]string{"ko": s.HTML(t.KO), "en": s.HTML(t.EN)}
}

// SaveLesson keeps a lesson in the draft. ErrStale says that somebody else has saved it since c.From; requirements that
// would lead back to the lesson itself are refused.
func (s *Service) SaveLesson(ctx context.Context, who access.Actor, slug string, id uuid.UUID, c LessonChange) error {
	c.Title, c.Body, c.CaptionsMissing = clean(c.Title), clean(c.Body), cleanLine(c.CaptionsMissing)
	w := wrong{}
	w.text("title", c.Title, maxTitle, true)
	w.text("body", c.Body, maxBody, false)
	w.between("minutes", c.Minutes, 0, mostMinutes)
	if len([]rune(c.CaptionsMissing)) > maxReason {
		w["captions_missing"] = "authoring.too_long"
	}
	c.Release.check(w)
	s.pictures(w, c.Body)
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		lessons, err := courses.ListDraftLessons(tx, draft.ID)
		if err != nil {
			return err
		}
		i := indexOf(lessons, id)
		if i < 0 {
			return models.ErrNotFound
		}
		if !waitsFor(lessons, id, c.Requires) {
			w["requires"] = "authoring.cycle"
		}
		if err := w.err(); err != nil {
			return err
		}
		row := lessons[i].RevisionLesson
		row.Title, row.Body, row.Minutes, row.Required, row.CaptionsMissing = c.Title, c.Body, c.Minutes, c.Required, c.CaptionsMissing
		row.Release = c.Release.row()
		if err := courses.UpdateLesson(tx, row, c.From); err != nil {
			return err
		}
		return courses.UpdateRequirements(tx, draft.ID, id, c.Requires)
	})
}

// pictures checks that pictures come from a library and that each is described.
func (s *Service) pictures(w wrong, body Text) {
	for lang, text := range map[string]string{"ko": body.KO, "en": body.EN} {
		for _, p := range s.Pictures(text) {
			switch {
			case !strings.HasPrefix(p.Address, MediaPath):
				w["body_"+lang] = "authoring.picture_elsewhere"
			case strings.TrimSpace(p.Alt) == "":
				w["body_"+lang] = "authoring.picture_alt"
			}
		}
	}
}

// MediaPath is where pictures and files of libraries are found, by their ID.
const MediaPath = "/library/"

// waitsFor says whether a lesson may wait for others: they are lessons of the course and none waits, over however many
// steps, for the lesson itself.
func waitsFor(lessons []courses.DraftLesson, id uuid.UUID, required []uuid.UUID) bool {
	needs := map[string][]string{}
	for _, l := range lessons {
		needs[l.LessonID.String()] = l.Requires
	}
	seen := map[string]bool{}
	var leads func(from string) bool
	leads = func(from string) bool {
		if from == id.String() {
			return true
		}
		if seen[from] {
			return false
		}
		seen[from] = true
		return slices.ContainsFunc(needs[from], leads)
	}
	return !slices.ContainsFunc(required, func(r uuid.UUID) bool {
		_, known := needs[r.String()]
		return !known || leads(r.String())
	})
}
