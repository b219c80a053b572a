package learning

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// perPage is how many enrolments one page of My learning shows.
const perPage = 20

// Dashboard answers My learning: what is in progress and what it lacks, what is complete.
func (s *Service) Dashboard(ctx context.Context, who access.Actor, lang locale.Lang, cursor string) (Dashboard, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Dashboard{}, err
	}
	var rows []courses.Held
	var progress []courses.HeldProgress
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		if rows, err = courses.ListHeld(tx, who.ID, models.ParseCursor(cursor), perPage+1); err != nil {
			return err
		}
		progress, err = courses.ListHeldProgress(tx, who.ID, ids(rows))
		return err
	})
	if err != nil {
		return Dashboard{}, err
	}
	var view Dashboard
	if len(rows) > perPage {
		rows = rows[:perPage]
		view.Next = models.Cursor{At: rows[perPage-1].LastSeenAt, ID: rows[perPage-1].ID}.String()
	}
	for _, row := range rows {
		mine, err := s.myEnrolment(ctx, row, progress, lang)
		if err != nil {
			return Dashboard{}, err
		}
		view.add(mine)
	}
	return view, nil
}

func (d *Dashboard) add(e MyEnrolment) {
	switch e.State {
	case "active":
		d.Active = append(d.Active, e)
	case "completed":
		d.Completed = append(d.Completed, e)
	default:
		d.Other = append(d.Other, e)
	}
}

func ids(rows []courses.Held) []uuid.UUID {
	list := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		list[i] = row.ID
	}
	return list
}

// myEnrolment completes a row by the course's outline, which is in memory for courses that people learn just now.
func (s *Service) myEnrolment(ctx context.Context, row courses.Held, progress []courses.HeldProgress, lang locale.Lang) (MyEnrolment, error) {
	mine := MyEnrolment{
		ID: row.ID, State: row.State, CourseID: row.CourseID, CourseSlug: row.Slug, CourseTitle: row.Title.In(string(lang)), Palette: row.Palette,
		Percent: row.Percent, LastSeenAt: row.LastSeenAt, CompletedAt: row.CompletedAt, Certificate: row.Certificate,
	}
	if row.RevisionID == nil {
		return mine, nil // archived since: the row stays, the door is shut
	}
	c, err := s.content(ctx, *row.RevisionID)
	if err != nil {
		return mine, err
	}
	var own []courses.Progress
	for _, p := range progress {
		if p.EnrolmentID == row.ID {
			own = append(own, p.Progress)
		}
	}
	st := newStanding(&outline{content: c}, own, s.DB.Now(), row.EnrolledAt)
	if row.State == "active" {
		mine.Missing = st.missing(lang)
	}
	if next := st.next(row.LastLessonID); next != nil {
		mine.ResumeID, mine.ResumeTitle = next.LessonID, next.Title.In(string(lang))
	}
	return mine, nil
}

// Resume answers where a learner stopped last, or nil when nothing is in progress.
func (s *Service) Resume(ctx context.Context, who access.Actor, lang locale.Lang) (*Resume, error) {
	if !who.Known() {
		return nil, nil //nolint:nilnil // nothing to go on with is an answer
	}
	var row courses.Held
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		row, err = courses.FindResume(tx, who.ID)
		return err
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil //nolint:nilnil // as above
	}
	if err != nil {
		return nil, err
	}
	view := &Resume{CourseSlug: row.Slug, CourseTitle: row.Title.In(string(lang)), Percent: row.Percent}
	if row.LastLessonID == nil || row.RevisionID == nil {
		return view, nil
	}
	c, err := s.content(ctx, *row.RevisionID)
	if err != nil {
		return nil, err
	}
	if l := c.byID[*row.LastLessonID]; l != nil {
		view.LessonID, view.LessonTitle = l.LessonID, l.Title.In(string(lang))
	}
	return view, nil
}
