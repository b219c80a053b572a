package learning

import (
	"context"
	"fmt"
	"strings"
	"time"

	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// outline is a published course as everybody sees it. It is shared between requests and never changed.
type outline struct {
	course     courses.Course
	revision   courses.Revision
	agenda     models.Text
	agendaSlug string
	duty       *models.Text
	cohort     courses.Cohort
	taken      int
	sections   []section
	lessons    []*lesson
	byID       map[uuid.UUID]*lesson
	rendered   map[locale.Lang]string // the description
}

type section struct {
	id      uuid.UUID
	title   models.Text
	lessons []*lesson
}

type lesson struct {
	courses.OutlineLesson
	number   int
	section  models.Text
	requires []uuid.UUID
	captions []captions
	rendered map[locale.Lang]string // the reading, or the notes of a lecture
}

type captions struct {
	lang string
	cues []Cue
}

// outline finds a published course, from memory if it was asked for within the last seconds.
func (s *Service) outline(ctx context.Context, slug string) (*outline, error) {
	return get(ctx, s.outlines, slug, func(ctx context.Context) (*outline, error) {
		var o *outline
		err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
			o, err = s.loadOutline(tx, slug)
			return err
		})
		return o, err
	})
}

func (s *Service) loadOutline(tx *models.Tx, slug string) (*outline, error) {
	o := &outline{byID: map[uuid.UUID]*lesson{}}
	var err error
	if o.course, err = courses.FindPublished(tx, slug); err != nil {
		return nil, err
	}
	if o.revision, err = courses.FindRevision(tx, *o.course.PublishedRevisionID); err != nil {
		return nil, err
	}
	o.rendered = s.render(o.revision.Description)
	if err := o.loadSurroundings(tx); err != nil {
		return nil, err
	}
	return o, s.loadLessons(tx, o)
}

func (o *outline) loadSurroundings(tx *models.Tx) error {
	agendas, err := courses.ListAgendas(tx)
	if err != nil {
		return err
	}
	for _, a := range agendas {
		if a.ID == o.course.AgendaID {
			o.agenda, o.agendaSlug = a.Title, a.Slug
		}
	}
	duties, err := courses.ListDuties(tx)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if o.revision.GrantDutyID != nil && d.ID == *o.revision.GrantDutyID {
			o.duty = &d.Title
		}
	}
	if o.cohort, err = courses.FindSelfPaced(tx, o.course.ID); err != nil || o.cohort.Seats == nil {
		return err
	}
	o.taken, err = courses.CountTaken(tx, o.cohort.ID)
	return err
}

func (s *Service) loadLessons(tx *models.Tx, o *outline) error {
	sections, err := courses.ListSections(tx, o.revision.ID)
	if err != nil {
		return err
	}
	rows, err := courses.ListOutline(tx, o.revision.ID)
	if err != nil {
		return err
	}
	requirements, err := courses.ListRequirements(tx, o.revision.ID)
	if err != nil {
		return err
	}
	tracks, err := loadCaptions(tx, rows)
	if err != nil {
		return err
	}
	for _, row := range rows {
		l := &lesson{OutlineLesson: row, number: len(o.lessons) + 1, rendered: s.render(row.Body)}
		if row.AssetID != nil {
			l.captions = tracks[*row.AssetID]
		}
		o.lessons, o.byID[row.LessonID] = append(o.lessons, l), l
	}
	for _, r := range requirements {
		l := o.byID[r.LessonID]
		l.requires = append(l.requires, r.RequiredID)
	}
	for _, row := range sections {
		part := section{id: row.SectionID, title: row.Title}
		for _, l := range o.lessons {
			if l.SectionID == row.SectionID {
				l.section = row.Title
				part.lessons = append(part.lessons, l)
			}
		}
		o.sections = append(o.sections, part)
	}
	return nil
}

func loadCaptions(tx *models.Tx, rows []courses.OutlineLesson) (map[uuid.UUID][]captions, error) {
	var ids []uuid.UUID
	for _, row := range rows {
		if row.AssetID != nil {
			ids = append(ids, *row.AssetID)
		}
	}
	tracks, err := assets.ListCaptions(tx, ids)
	if err != nil {
		return nil, err
	}
	by := map[uuid.UUID][]captions{}
	for _, t := range tracks {
		cues, err := media.ParseCaptions(strings.NewReader(t.VTT))
		if err != nil {
			return nil, fmt.Errorf("captions %s of asset %s: %w", t.Lang, t.AssetID, err)
		}
		track := captions{lang: t.Lang}
		for _, c := range cues {
			track.cues = append(track.cues, Cue{c.Start.Seconds(), c.End.Seconds(), c.Text})
		}
		by[t.AssetID] = append(by[t.AssetID], track)
	}
	return by, nil
}

func (s *Service) render(t models.Text) map[locale.Lang]string {
	return map[locale.Lang]string{locale.KO: s.HTML(t.In("ko")), locale.EN: s.HTML(t.In("en"))}
}

func (l *lesson) seconds() float64 { return (time.Duration(l.DurationMS) * time.Millisecond).Seconds() }
