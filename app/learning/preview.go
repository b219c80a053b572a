package learning

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// drafted names what a draft said at a moment: every change of it is another one.
type drafted struct {
	revision uuid.UUID
	changed  time.Time
}

// PreviewCourse is Course as learners will see it once what its makers see now is published. To all but them it is not
// there.
func (s *Service) PreviewCourse(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (CoursePage, error) {
	st, err := s.preview(ctx, who, slug)
	if err != nil {
		return CoursePage{}, err
	}
	page := st.outline.page(st, lang, st.now)
	page.Preview, page.Sections = true, st.shown(lang, true)
	for _, p := range st.outline.course.Prerequisites.V {
		page.Prerequisites = append(page.Prerequisites, Prerequisite{Slug: p.Slug, Title: p.Title.In(string(lang))})
	}
	return page, nil
}

// PreviewLesson is Lesson for the makers of a course: as one finds it who has just enrolled, though locks open to them.
// Nothing of it is recorded.
func (s *Service) PreviewLesson(ctx context.Context, who access.Actor, lang locale.Lang, slug string, lessonID uuid.UUID) (LessonPage, error) {
	st, err := s.preview(ctx, who, slug)
	if err != nil {
		return LessonPage{}, err
	}
	l := st.outline.byID[lessonID]
	if l == nil {
		return LessonPage{}, models.ErrNotFound
	}
	page, err := s.lessonPage(ctx, st, &held{}, l, lang)
	page.Preview = true
	if page.Lecture != nil {
		for i, c := range page.Lecture.Captions {
			page.Lecture.Captions[i].URL = "/studio/" + slug + "/preview/" + lessonID.String() + "/" + c.Lang + ".vtt"
		}
	}
	return page, err
}

// PreviewCaption answers the captions of a lecture as its makers see them, as WebVTT.
func (s *Service) PreviewCaption(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, lang string) (string, error) {
	var vtt string
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, _, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		l, err := courses.FindCaptioned(tx, w.ID, lessonID)
		if vtt = l.Texts.V[lang]; err == nil && vtt == "" {
			err = models.ErrNotFound
		}
		return err
	})
	return vtt, err
}

// preview is where somebody stands who has just enrolled in what the makers of a course see.
func (s *Service) preview(ctx context.Context, who access.Actor, slug string) (standing, error) {
	var st standing
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, _, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		head, err := courses.FindDraftHead(tx, w.Revision)
		if err != nil {
			return err
		}
		c, err := within(tx, s.drafts, drafted{w.ID, w.ChangedAt}, s.loadDraft)
		if err != nil {
			return err
		}
		if c.waits {
			s.drafts.Invalidate(drafted{w.ID, w.ChangedAt})
		}
		st = newStanding(&outline{c, head, head.Cohort()}, nil, tx.Now, tx.Now)
		return nil
	})
	return st, err
}

func (s *Service) loadDraft(tx *models.Tx, d drafted) (*content, error) {
	return s.loadContent(tx, d.revision)
}
