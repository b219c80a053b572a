package authoring

import (
	"cmp"
	"context"
	"slices"

	"academy/app/access"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// CourseSettings is what a course says of itself, and what its authors choose from.
type CourseSettings struct {
	Course CourseHead
	SettingsChange
	Agendas []Option
	Duties  []Option
	// First are the courses that come before this one, Offered those that learners see and could.
	First, Offered []Option
	// Asks is what completion asks of the course as it is now.
	Asks []RulePart
}

// RulePart is one demand of completion: so many lessons of a kind (lectures, readings or quizzes), each by a percent.
type RulePart struct {
	Kind           string
	Percent, Count int
}

// halfWatched is what completes a lecture where the course asks for no coverage: see learning.
const halfWatched = 50

// asks says what completion asks of the required lessons.
func asks(rule courses.Rule, lessons []courses.DraftLesson) []RulePart {
	lectures, readings, quizzes := RulePart{"lectures", cmp.Or(rule.Coverage, halfWatched), 0}, RulePart{"readings", 0, 0}, RulePart{"quizzes", rule.Score, 0}
	assignments := RulePart{"assignments", 0, 0}
	for _, l := range lessons {
		switch {
		case !l.Required:
		case l.Kind == "lecture":
			lectures.Count++
		case l.Kind == "quiz":
			quizzes.Count, quizzes.Percent = quizzes.Count+1, max(quizzes.Percent, l.PassPercent)
		case l.Kind == "assignment":
			assignments.Count++
		default:
			readings.Count++
		}
	}
	return slices.DeleteFunc([]RulePart{lectures, readings, quizzes, assignments}, func(p RulePart) bool { return p.Count == 0 })
}

// Option is an agenda or a duty to choose.
type Option struct {
	Slug  string
	Title Text
	// Under says that it is a priority of the agenda before it.
	Under bool
}

// SettingsChange is the settings as an author leaves them. From is the version that the author began with.
type SettingsChange struct {
	From                                    int
	Title, Summary, Description, Instructor Text
	Agenda, Level, Palette                  string
	Languages                               []string
	Minutes                                 int
	Coverage, Score                         int // percent, 0 where completion does not ask
	Duty                                    string
	Months                                  int // how long the role grant lasts
	// Prerequisites are the courses that come first.
	Prerequisites []string
}

// CourseSettings shows the settings.
func (s *Service) CourseSettings(ctx context.Context, who access.Actor, slug string) (CourseSettings, error) {
	var v CourseSettings
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		offered, err := s.offered(tx)
		if err != nil {
			return err
		}
		lessons, err := courses.ListDraftLessons(tx, w.ID)
		v = settingsOf(w, offered)
		v.Course, v.Asks = head(w, p), asks(w.Rule.V, lessons)
		return err
	})
	return v, err
}

// choices is what authors choose from. It hardly ever changes, so it is remembered for a minute.
type choices struct {
	agendas []courses.Agenda
	duties  []courses.Duty
	courses []courses.Listed
}

// mostOffered bounds the courses that are offered by name; others are named by their address.
const mostOffered = 200

func (s *Service) offered(tx *models.Tx) (choices, error) {
	if known, ok := s.choices.GetIfPresent(""); ok {
		return known, nil
	}
	agendas, err := courses.ListAgendas(tx)
	if err != nil {
		return choices{}, err
	}
	duties, err := courses.ListDuties(tx)
	if err != nil {
		return choices{}, err
	}
	listed, err := courses.ListPublished(tx, courses.Filter{Limit: mostOffered})
	if err == nil {
		s.choices.Set("", choices{agendas, duties, listed})
	}
	return choices{agendas, duties, listed}, err
}

// Agendas lists the agendas to choose from.
func (s *Service) Agendas(ctx context.Context) ([]Option, error) {
	var list []Option
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		offered, err := s.offered(tx)
		list = agendaOptions(offered.agendas)
		return err
	})
	return list, err
}

func agendaOptions(agendas []courses.Agenda) []Option {
	list := make([]Option, len(agendas))
	for i, a := range agendas {
		list[i] = Option{a.Slug, a.Title, a.Level > 1}
	}
	return list
}

func settingsOf(w courses.Work, offered choices) CourseSettings {
	v := CourseSettings{SettingsChange: SettingsChange{
		From: w.Version, Title: w.Title, Summary: w.Summary, Description: w.Description, Instructor: w.Instructor, Level: w.Level, Palette: w.Palette,
		Languages: w.Languages, Minutes: w.Minutes, Coverage: w.Rule.V.Coverage, Score: w.Rule.V.Score,
	}}
	for _, p := range w.Prerequisites.V {
		v.First, v.Prerequisites = append(v.First, Option{Slug: p.Slug, Title: p.Title}), append(v.Prerequisites, p.Slug)
	}
	for _, c := range offered.courses {
		if c.Slug != w.Slug && !slices.Contains(v.Prerequisites, c.Slug) {
			v.Offered = append(v.Offered, Option{Slug: c.Slug, Title: c.Title})
		}
	}
	v.Agendas = agendaOptions(offered.agendas)
	for _, a := range offered.agendas {
		if a.ID == w.AgendaID {
			v.Agenda = a.Slug
		}
	}
	for _, d := range offered.duties {
		v.Duties = append(v.Duties, Option{Slug: d.Slug, Title: d.Title})
		if w.GrantDutyID != nil && d.ID == *w.GrantDutyID {
			v.Duty, v.Months = d.Slug, *w.GrantMonths
		}
	}
	return v
}

// SaveSettings keeps the settings in the draft. ErrStale says that somebody else has saved them since c.From.
func (s *Service) SaveSettings(ctx context.Context, who access.Actor, slug string, c SettingsChange) error {
	c.Title, c.Summary, c.Description, c.Instructor = clean(c.Title), clean(c.Summary), clean(c.Description), clean(c.Instructor)
	c.Prerequisites = once(c.Prerequisites)
	w := c.check()
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		agenda, err := agendaID(tx, c.Agenda)
		if err != nil {
			return err
		}
		if agenda == uuid.Nil {
			w["agenda"] = "authoring.choose"
		}
		if err := c.setGrant(tx, &draft, w); err != nil {
			return err
		}
		if err := c.setPrerequisites(tx, who, draft, w); err != nil {
			return err
		}
		if err := w.err(); err != nil {
			return err
		}
		draft.Title, draft.Summary, draft.Description, draft.Instructor = c.Title, c.Summary, c.Description, c.Instructor
		draft.AgendaID, draft.Level, draft.Languages, draft.Minutes, draft.Palette = agenda, c.Level, c.Languages, c.Minutes, c.Palette
		draft.Rule.V = courses.Rule{Coverage: c.Coverage, Score: c.Score}
		return courses.UpdateSettings(tx, draft, c.From)
	})
}

func (c *SettingsChange) check() wrong {
	w := wrong{}
	w.text("title", c.Title, maxTitle, true)
	w.text("summary", c.Summary, maxSummary, false)
	w.text("description", c.Description, maxBody, false)
	w.text("instructor", c.Instructor, maxTitle, false)
	w.oneOf("level", c.Level, levels()...)
	w.oneOf("palette", c.Palette, media.Palettes()...)
	w.between("minutes", c.Minutes, 1, mostMinutes)
	w.between("coverage", c.Coverage, 0, 100)
	w.between("score", c.Score, 0, 100)
	c.Languages = slices.DeleteFunc([]string{"ko", "en"}, func(lang string) bool { return !slices.Contains(c.Languages, lang) })
	if len(c.Languages) == 0 {
		w["languages"] = "authoring.choose"
	}
	return w
}

// setGrant puts the role grant into the draft, or takes it out where no duty is chosen.
func (c *SettingsChange) setGrant(tx *models.Tx, draft *courses.Revision, w wrong) error {
	draft.GrantDutyID, draft.GrantMonths = nil, nil
	if c.Duty == "" {
		return nil
	}
	duties, err := courses.ListDuties(tx)
	i := slices.IndexFunc(duties, func(d courses.Duty) bool { return d.Slug == c.Duty })
	if i < 0 {
		w["duty"] = "authoring.choose"
		return err
	}
	w.between("months", c.Months, 1, 120)
	draft.GrantDutyID, draft.GrantMonths = &duties[i].ID, &c.Months
	return err
}
