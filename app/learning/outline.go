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
	*content
	course courses.Head
	cohort courses.Cohort
}

// content is what a revision says. Revisions never change, so it may be remembered for long.
type content struct {
	revision courses.Revision
	duty     *models.Text
	sections []section
	lessons  []*lesson
	byID     map[uuid.UUID]*lesson
	rendered map[locale.Lang]string // the description
	waits    bool                   // a film is still in the making
}

type section struct {
	id      uuid.UUID
	title   models.Text
	lessons []*lesson
}

type lesson struct {
	courses.OutlineLesson
	number  int
	section models.Text
	// sectionRelease is when the section opens; the lesson's own day is beside it.
	sectionRelease courses.Release
	requires       []uuid.UUID
	captions       []captions
	rungs          []assets.Rendition     // what plays a lecture beside its one file; none where it was imported
	sound          string                 // key of its sound alone, or empty
	rendered       map[locale.Lang]string // the reading, or the notes of a lecture
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

// content answers what a revision says, nearly always from memory.
func (s *Service) content(ctx context.Context, revisionID uuid.UUID) (*content, error) {
	c, err := get(ctx, s.contents, revisionID, func(ctx context.Context) (*content, error) {
		var c *content
		err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
			c, err = s.loadContent(tx, revisionID)
			return err
		})
		return c, err
	})
	s.forgetWaiting(c)
	return c, err
}

// forgetWaiting keeps no content whose films are not all there: they will be, without a new revision.
func (s *Service) forgetWaiting(c *content) {
	if c != nil && c.waits {
		s.contents.Invalidate(c.revision.ID)
	}
}

// loadOutline takes one query while the content of the revision is in memory.
func (s *Service) loadOutline(tx *models.Tx, slug string) (*outline, error) {
	head, err := courses.FindHead(tx, slug)
	if err != nil {
		return nil, err
	}
	c, err := within(tx, s.contents, *head.PublishedRevisionID, s.loadContent)
	s.forgetWaiting(c)
	return &outline{c, head, head.Cohort()}, err
}

func (s *Service) loadContent(tx *models.Tx, revisionID uuid.UUID) (*content, error) {
	revision, err := courses.FindRevision(tx, revisionID)
	if err != nil {
		return nil, err
	}
	c := &content{revision: revision, byID: map[uuid.UUID]*lesson{}, rendered: s.render(revision.Description)}
	if revision.GrantDutyID != nil {
		duty, err := courses.FindDuty(tx, *revision.GrantDutyID)
		if err != nil {
			return nil, err
		}
		c.duty = &duty.Title
	}
	if err := s.loadLessons(tx, c); err != nil {
		return nil, err
	}
	return c, c.loadSections(tx)
}

func (s *Service) loadLessons(tx *models.Tx, c *content) error {
	rows, err := courses.ListOutline(tx, c.revision.ID)
	if err != nil {
		return err
	}
	requirements, err := courses.ListRequirements(tx, c.revision.ID)
	if err != nil {
		return err
	}
	tracks, err := loadCaptions(tx, c.revision.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		l := &lesson{OutlineLesson: row, number: len(c.lessons) + 1, rendered: s.render(row.Body)}
		if row.AssetID != nil {
			l.captions = tracks[row.LessonID]
			c.waits = c.waits || row.VideoKey == ""
		}
		c.lessons, c.byID[row.LessonID] = append(c.lessons, l), l
	}
	for _, r := range requirements {
		l := c.byID[r.LessonID]
		l.requires = append(l.requires, r.RequiredID)
	}
	return loadRenditions(tx, c.lessons)
}

func (c *content) loadSections(tx *models.Tx) error {
	rows, err := courses.ListSections(tx, c.revision.ID)
	for _, row := range rows {
		part := section{id: row.SectionID, title: row.Title}
		for _, l := range c.lessons {
			if l.SectionID == row.SectionID {
				l.section, l.sectionRelease = row.Title, row.Release
				part.lessons = append(part.lessons, l)
			}
		}
		c.sections = append(c.sections, part)
	}
	return err
}

// loadCaptions reads the captions of a revision's lectures, by lesson.
func loadCaptions(tx *models.Tx, revisionID uuid.UUID) (map[uuid.UUID][]captions, error) {
	tracks, err := courses.ListTracks(tx, revisionID)
	if err != nil {
		return nil, err
	}
	by := map[uuid.UUID][]captions{}
	for _, t := range tracks {
		cues, err := media.ParseCaptions(strings.NewReader(t.VTT))
		if err != nil {
			return nil, fmt.Errorf("captions %s of lesson %s: %w", t.Lang, t.LessonID, err)
		}
		track := captions{lang: t.Lang}
		for _, c := range cues {
			track.cues = append(track.cues, Cue{c.Start.Seconds(), c.End.Seconds(), c.Text})
		}
		by[t.LessonID] = append(by[t.LessonID], track)
	}
	return by, nil
}

func (s *Service) render(t models.Text) map[locale.Lang]string {
	return map[locale.Lang]string{locale.KO: s.HTML(t.In("ko")), locale.EN: s.HTML(t.In("en"))}
}

func (l *lesson) seconds() float64 { return (time.Duration(l.DurationMS) * time.Millisecond).Seconds() }
