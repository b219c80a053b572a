package learning

import (
	"context"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Head is what every studio page of a course shows.
type Head struct {
	Slug               string
	Title              models.Text
	State              string // draft, published or archived
	Part               access.Part
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// Learner is somebody who learns in a course, or did, as those who teach it see them. Addresses are nobody's business here.
type Learner struct {
	ID      uuid.UUID // of the enrolment
	Name    string
	State   string
	Percent int
	SeenAt  time.Time
}

// Learners is a page of the learners of a course, the last one seen first.
type Learners struct {
	Course Head
	// Name is the part of a name that was asked for, empty for all.
	Name   string
	People []Learner
	Next   string // cursor of the next page, empty on the last
}

// LearnerStanding is a course as one learner has it: what is open, what is locked and why, what is missing.
type LearnerStanding struct {
	Course Head
	Learner
	EnrolledAt time.Time
	Sections   []Section
	Missing    []MissingLesson
	Rule       Rule
}

// Learning says whether the learner may open lessons at all.
func (v LearnerStanding) Learning() bool { return courses.Enrolment{State: v.State}.Learning() }

// ErrNoNames says that assistants see no names.
var ErrNoNames = fault.New(fault.Denied, "insight.no_names")

const (
	learnersPerPage = 50
	maxName         = 100 // characters
)

// Learners finds learners of a course by a part of their names, for its owners and editors. Whom they saw is noted.
func (s *Service) Learners(ctx context.Context, who access.Actor, slug, name, cursor string) (Learners, error) {
	runes := []rune(strings.TrimSpace(norm.NFC.String(name)))
	v := Learners{Name: string(runes[:min(len(runes), maxName)])}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		w, head, err := s.lookAtNames(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := courses.ListLearners(tx, courses.LearnerFilter{
			CourseID: w.CourseID, Name: v.Name, After: models.ParseCursor(cursor), Limit: learnersPerPage, ActorID: who.ID,
		})
		v.fill(rows)
		return err
	})
	return v, err
}

func (v *Learners) fill(rows []courses.Learner) {
	if len(rows) > learnersPerPage {
		rows = rows[:learnersPerPage]
		v.Next = models.Cursor{At: rows[learnersPerPage-1].LastSeenAt, ID: rows[learnersPerPage-1].ID}.String()
	}
	for _, r := range rows {
		v.People = append(v.People, learner(r))
	}
}

func learner(r courses.Learner) Learner {
	return Learner{ID: r.ID, Name: r.Name, State: r.State, Percent: r.Percent, SeenAt: r.LastSeenAt}
}

func (s *Service) lookAtNames(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error) {
	w, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = ErrNoNames
	}
	return w, head, err
}

// LearnerStanding shows a course as one of its learners has it, to its owners and editors: so they can answer why
// something is locked. That they looked is noted.
func (s *Service) LearnerStanding(ctx context.Context, who access.Actor, lang locale.Lang, slug string, enrolmentID uuid.UUID) (LearnerStanding, error) {
	var v LearnerStanding
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		w, head, err := s.lookAtNames(tx, who, slug)
		if err != nil {
			return err
		}
		if w.Published == nil {
			return models.ErrNotFound
		}
		rows, err := courses.ListLearnerProgress(tx, *w.Published, w.CourseID, enrolmentID, who.ID)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return models.ErrNotFound
		}
		c, err := within(tx, s.contents, *w.Published, s.loadContent)
		if err != nil {
			return err
		}
		s.forgetWaiting(c)
		v = standingOf(c, rows, tx.Now, lang)
		v.Course = head
		return nil
	})
	return v, err
}

func standingOf(c *content, rows []courses.LearnerProgress, now time.Time, lang locale.Lang) LearnerStanding {
	progress := make([]courses.Progress, len(rows))
	for i, r := range rows {
		progress[i] = r.Progress
	}
	v := LearnerStanding{Learner: learner(rows[0].Learner), EnrolledAt: rows[0].EnrolledAt}
	st := newStanding(&outline{content: c}, progress, now, v.EnrolledAt)
	v.Sections, v.Missing, v.Rule = st.shown(lang, v.Learning()), st.missing(lang), st.rule()
	return v
}
