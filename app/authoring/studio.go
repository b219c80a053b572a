package authoring

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Text is a text in both languages.
type Text = models.Text

// Part is what a person has to do with a course.
type Part = access.Part

// The parts as the studio calls them.
const (
	Owner     = access.Owner
	Editor    = access.Editor
	Assistant = access.Assistant
)

// Faults of the studio.
var (
	// ErrStale says that somebody else has saved in the meantime.
	ErrStale   = fault.New(fault.Conflict, "authoring.stale")
	ErrMoved   = fault.New(fault.Conflict, "authoring.order_stale")
	ErrNotYet  = fault.New(fault.Conflict, "authoring.not_publishable")
	ErrNothing = fault.New(fault.Conflict, "authoring.nothing_to_publish")
)

// AuthoredCourse is a course in its author's list.
type AuthoredCourse struct {
	Slug      string
	Title     Text
	Palette   string
	State     string // draft, published or archived
	Part      Part
	Changed   bool // there are changes that learners do not see yet
	Lessons   int
	Learners  int
	ChangedAt time.Time
}

// mostListed bounds the list of one's courses.
const mostListed = 200

// Studio lists the courses that a person makes, last changed first; administrators see all.
func (s *Service) Studio(ctx context.Context, who access.Actor) ([]AuthoredCourse, error) {
	if err := access.Check(who, access.Author); err != nil {
		return nil, err
	}
	var list []AuthoredCourse
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := courses.ListAuthored(tx, who.ID, who.Has(access.Admin), mostListed)
		for _, r := range rows {
			list = append(list, AuthoredCourse{
				Slug: r.Slug, Title: r.Title, Palette: r.Palette, State: r.State, Part: part(who, r.Role), Changed: r.Draft && r.State != "draft",
				Lessons: r.LessonCount, Learners: r.Learners, ChangedAt: r.ChangedAt,
			})
		}
		return err
	})
	return list, err
}

// part is the part that is held, or for administrators that of an owner.
func part(who access.Actor, role string) Part {
	if role == "" && who.Has(access.Admin) {
		return Owner
	}
	return Part(role)
}

// look finds a course for somebody who makes it. To everybody else it is not there.
func look(tx *models.Tx, who access.Actor, slug string) (courses.Work, Part, error) {
	if err := access.Check(who, access.Author); err != nil {
		return courses.Work{}, "", err
	}
	w, err := courses.FindWork(tx, slug, who.ID)
	if err != nil {
		return w, "", err
	}
	p, err := partIn(who, w)
	return w, p, err
}

// Look is look for those who show something else of a course below the same head.
func Look(tx *models.Tx, who access.Actor, slug string) (CourseHead, courses.Work, error) {
	w, p, err := look(tx, who, slug)
	return head(w, p), w, err
}

// lookWithLibrary is look with the library of the course.
func lookWithLibrary(tx *models.Tx, who access.Actor, slug string) (courses.Workshop, Part, error) {
	if err := access.Check(who, access.Author); err != nil {
		return courses.Workshop{}, "", err
	}
	w, err := courses.FindWorkshop(tx, slug, who.ID, mostMedia)
	if err != nil {
		return w, "", err
	}
	p, err := partIn(who, w.Work)
	return w, p, err
}

func partIn(who access.Actor, w courses.Work) (Part, error) {
	if p := part(who, w.Role); p != "" {
		return p, nil
	}
	return "", models.ErrNotFound
}

// change runs an edit on the draft of a course, which begins here when there is none. The course is held meanwhile,
// so edits of one course follow one another.
func (s *Service) change(ctx context.Context, who access.Actor, slug string, edit func(tx *models.Tx, draft courses.Revision) error) error {
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		if err := mayChange(w, p); err != nil {
			return err
		}
		draft := w.Revision
		if draft.Number > 0 {
			draft.ID = models.NewID()
			if err := courses.InsertDraft(tx, draft.ID, w.ID, who.ID); err != nil {
				return err
			}
			draft.Number = 0
		}
		if err := edit(tx, draft); err != nil {
			return err
		}
		return courses.UpdateChanged(tx, draft.ID, who.ID)
	})
	if errors.Is(err, models.ErrStale) {
		return ErrStale.Because(err)
	}
	return err
}

// audit notes what was done to a course.
func audit(tx *models.Tx, who access.Actor, action string, courseID uuid.UUID) error {
	return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: action, ObjectKind: "course", ObjectID: &courseID})
}

// clean trims a text and composes what a Mac sends decomposed.
func clean(t Text) Text { return Text{KO: cleanLine(t.KO), EN: cleanLine(t.EN)} }

func cleanLine(line string) string {
	return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(line, "\r\n", "\n")))
}

// Bounds of what authors write, in characters.
const (
	maxTitle   = 120
	maxSummary = 300
	maxBody    = 100_000
	// mostLessons bounds a course, and so every page and statement about one.
	mostLessons  = 500
	mostSections = 60
	mostMinutes  = 10_000
)

// wrong collects what is wrong with the fields of a form.
type wrong map[string]string

// text checks a text in both languages: at most so long, and not empty in both where it is needed.
func (w wrong) text(name string, t Text, most int, needed bool) {
	for lang, value := range map[string]string{"ko": t.KO, "en": t.EN} {
		if len([]rune(value)) > most {
			w[name+"_"+lang] = "authoring.too_long"
		}
	}
	if needed && t.KO == "" && t.EN == "" {
		w[name+"_ko"] = "authoring.needed"
	}
}

func (w wrong) oneOf(name, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		w[name] = "authoring.choose"
	}
}

func (w wrong) between(name string, n, least, most int) {
	if n < least || n > most {
		w[name] = "authoring.number"
	}
}

// err is the fault of the form, or nil.
func (w wrong) err() error {
	if len(w) == 0 {
		return nil
	}
	return fault.Fields(w)
}
