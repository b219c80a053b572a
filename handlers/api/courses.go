package api

import (
	"context"
	"math"
	"strings"

	"academy/app/access"
	"academy/app/learning"
	"academy/handlers/views/parts"
)

type listInput struct {
	Query    string `query:"q" doc:"Words that the course's texts hold."`
	Agenda   string `query:"agenda" doc:"The slug of an agenda of either level."`
	Level    string `query:"level" enum:"beginner,intermediate,advanced"`
	Language string `query:"language" enum:"ko,en"`
	Limit    string `query:"limit" doc:"Items on a page, 1 to 50; the academy chooses where it is left out."`
	Cursor   string `query:"cursor" doc:"next of the page before."`
}

type slugInput struct {
	Slug string `path:"slug"`
}

type enrolInput struct {
	Slug string `path:"slug"`
	payload[EnrolRequest]
}

type cursorInput struct {
	Cursor string `query:"cursor" doc:"next of the page before."`
}

// courses answers the same to everybody, so that it can be answered from memory: see ready.
func (s *API) courses(ctx context.Context, who caller, in *listInput) (*reply[List[CourseCard]], error) {
	page, err := s.app.Learning.Catalogue(ctx, access.Actor{}, who.say.Lang, learning.Filter{
		Query: clean(in.Query), Agenda: clean(in.Agenda), Level: clean(in.Level), Language: clean(in.Language), Cursor: in.Cursor, Limit: count(in.Limit),
	})
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.Cards, page.Next, courseCard))
}

func (s *API) agendas(ctx context.Context, who caller, _ *nothing) (*reply[List[AgendaEntry]], error) {
	page, err := s.app.Learning.Catalogue(ctx, who.Actor, who.say.Lang, learning.Filter{Limit: 1})
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.Agendas, "", func(a learning.AgendaChoice) AgendaEntry {
		return AgendaEntry{Agenda: Agenda{a.Slug, a.Title}, Level: a.Level}
	}))
}

func (s *API) course(ctx context.Context, who caller, in *slugInput) (*reply[Course], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	page, err := s.app.Learning.Course(ctx, who.Actor, who.say.Lang, slug)
	if err != nil {
		return nil, err
	}
	course := Course{
		CourseCard: courseCard(page.CourseCard), DescriptionHTML: page.Description, Instructor: page.Instructor,
		Sections: each(page.Sections, sectionIn(ctx)), CompletionRule: ruleIn(ctx, page.Rule),
	}
	for _, p := range page.Prerequisites {
		course.Prerequisites = append(course.Prerequisites, Prerequisite{p.Slug, p.Title, p.Completed})
	}
	if page.Enrolment != nil {
		course.Mine = &EnrolmentRef{page.Enrolment.ID, page.Enrolment.State}
	}
	return ok(course)
}

func (s *API) enrol(ctx context.Context, who caller, in *enrolInput) (*reply[EnrolmentRef], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	if _, err := in.optional(); err != nil { // no course asks for a key or an application yet
		return nil, err
	}
	result, err := s.app.Learning.Enrol(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return made(EnrolmentRef{result.ID, result.State}, result.New)
}

func (s *API) withdraw(ctx context.Context, who caller, in *slugInput) error {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return err
	}
	return s.app.Learning.Withdraw(ctx, who.Actor, slug)
}

func (s *API) enrolments(ctx context.Context, who caller, in *cursorInput) (*reply[List[Enrolment]], error) {
	page, err := s.app.Learning.Dashboard(ctx, who.Actor, who.say.Lang, in.Cursor)
	if err != nil {
		return nil, err
	}
	all := append(append(page.Active, page.Completed...), page.Other...)
	return ok(listOf(all, page.Next, enrolmentIn(ctx)))
}

func courseCard(c learning.CourseCard) CourseCard {
	return CourseCard{
		ID: c.ID, Slug: c.Slug, Title: c.Title, Summary: c.Summary, Level: c.Level, Languages: each(c.Languages, same), Hours: hours(c.Minutes),
		Lessons: c.Lessons, Agenda: Agenda{c.AgendaSlug, c.Agenda}, Enrolment: Intake(c.Intake),
	}
}

// hours rounds to a tenth.
func hours(minutes int) float64 { return math.Round(float64(minutes)/6) / 10 }

func sectionIn(ctx context.Context) func(learning.Section) Section {
	return func(part learning.Section) Section {
		return Section{ID: part.ID, Title: part.Title, Lessons: each(part.Lessons, lessonItemIn(ctx))}
	}
}

func lessonItemIn(ctx context.Context) func(learning.LessonItem) LessonItem {
	return func(l learning.LessonItem) LessonItem {
		item := LessonItem{ID: l.ID, Kind: l.Kind, Title: l.Title, Minutes: l.Minutes, Required: l.Required, Locked: l.Locked, State: l.State}
		if l.Locked {
			item.WhyLocked = present(parts.LockedText(ctx, l))
			if l.WhyLocked == "release" {
				item.OpensAt = utc(&l.OpensAt)
			}
		}
		return item
	}
}

func ruleIn(ctx context.Context, r learning.Rule) Rule {
	rule := Rule{Parts: each(r.Parts, func(p learning.RulePart) RulePart {
		return RulePart{Kind: p.Kind, Percent: p.Percent, Count: p.Count, Met: p.Met, Text: parts.RuleText(ctx, p)}
	})}
	rule.Text = strings.Join(each(rule.Parts, func(p RulePart) string { return p.Text }), "; ")
	return rule
}

func enrolmentIn(ctx context.Context) func(learning.MyEnrolment) Enrolment {
	return func(e learning.MyEnrolment) Enrolment {
		mine := Enrolment{
			ID: e.ID, Course: CourseRef{e.CourseSlug, e.CourseTitle}, State: e.State, CompletedAt: utc(e.CompletedAt), Certificate: present(e.Certificate),
			Progress: Progress{Percent: e.Percent, Missing: each(e.Missing, missingIn(ctx))},
		}
		if e.ResumeTitle != "" {
			mine.Resume = &ResumeRef{e.ResumeID, e.ResumeTitle}
		}
		return mine
	}
}

func missingIn(ctx context.Context) func(learning.MissingLesson) Missing {
	return func(m learning.MissingLesson) Missing {
		return Missing{Lesson: LessonRef{m.LessonID, m.Title, m.Kind}, Why: parts.MissingText(ctx, m), Reason: m.Why, Have: m.Have, Need: m.Need}
	}
}
