package learning

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
)

// Course answers a course page. Drafts are as if they were not there; an archived course says that it is one.
func (s *Service) Course(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (CoursePage, error) {
	o, err := s.outline(ctx, slug)
	if err != nil {
		return CoursePage{}, err
	}
	var page CoursePage
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		st, enrolment, err := stand(tx, o, who)
		if err != nil {
			return err
		}
		page = o.page(st, lang, tx.Now)
		page.Sections = st.shown(lang, enrolment != nil && enrolment.Learning())
		page.Enrolment, page.Mine = st.enrolment(enrolment, lang), mineOf(enrolment)
		page.Prerequisites, err = prerequisites(tx, o, who, lang)
		return err
	})
	return page, err
}

// stand finds where a reader stands, in one query. The enrolment is nil for who has none; that is no error.
func stand(tx *models.Tx, o *outline, who access.Actor) (standing, *held, error) {
	if !who.Known() {
		return newStanding(o, nil, tx.Now, tx.Now), nil, nil
	}
	rows, err := courses.ListStanding(tx, o.revision.ID, o.course.ID, who.ID)
	if err != nil || len(rows) == 0 {
		return newStanding(o, nil, tx.Now, tx.Now), nil, err
	}
	progress := make([]courses.Progress, len(rows))
	for i, row := range rows {
		progress[i] = row.Progress
	}
	e := rows[0].Enrolment
	e.CourseID, e.CitizenID = o.course.ID, who.ID
	return newStanding(o, progress, tx.Now, e.EnrolledAt), &held{e, rows[0].Certificate}, nil
}

// held is an enrolment with its certificate's code, empty before there is one.
type held struct {
	courses.Enrolment
	certificate string
}

func (o *outline) page(st standing, lang locale.Lang, now time.Time) CoursePage {
	l := string(lang)
	page := CoursePage{
		CourseCard: CourseCard{
			ID: o.course.ID, Slug: o.course.Slug, Title: o.revision.Title.In(l), Summary: o.revision.Summary.In(l), Agenda: o.course.AgendaTitle.In(l), AgendaSlug: o.course.AgendaSlug,
			Level: o.course.Level, Languages: o.course.Languages, Minutes: o.course.Minutes, Lessons: len(o.lessons), Palette: o.course.Palette,
			Intake: intake(o.cohort, o.course.Taken, now), New: o.course.PublishedAt != nil && now.Sub(*o.course.PublishedAt) < newFor,
		},
		Archived:    o.course.State == "archived",
		Description: o.rendered[lang], Instructor: o.revision.Instructor.In(l), Rule: st.rule(),
	}
	if page.Archived {
		page.Intake.Open, page.New = false, false
	}
	if o.duty != nil {
		page.Gain, page.GrantMonths = o.duty.In(l), *o.revision.GrantMonths
	}
	return page
}

func mineOf(e *held) *MyCourse {
	if e == nil || e.State == "withdrawn" {
		return nil
	}
	return &MyCourse{e.ID, e.State, e.Percent}
}

func (st standing) enrolment(e *held, lang locale.Lang) *Enrolment {
	if e == nil || e.State == "withdrawn" {
		return nil
	}
	view := &Enrolment{ID: e.ID, State: e.State, Percent: e.Percent, Missing: st.missing(lang), CompletedAt: e.CompletedAt, Certificate: e.certificate}
	if next := st.next(e.LastLessonID); next != nil && e.Learning() {
		item := st.item(next, lang, true)
		view.Resume = &item
	}
	return view
}
