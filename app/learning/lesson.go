package learning

import (
	"context"
	"fmt"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// seenEvery is how often the place where a learner stopped is written down while they stay in one lesson.
const seenEvery = time.Minute

// Lesson opens a lesson: it starts the clock that coverage is held to, remembers where the learner is, and answers
// what the page shows. A locked lesson answers ErrLocked with the titles of what is missing.
func (s *Service) Lesson(ctx context.Context, who access.Actor, lang locale.Lang, slug string, lessonID uuid.UUID) (LessonPage, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return LessonPage{}, err
	}
	o, err := s.outline(ctx, slug)
	if err != nil {
		return LessonPage{}, err
	}
	l := o.byID[lessonID]
	if l == nil {
		return LessonPage{}, models.ErrNotFound
	}
	var st standing
	var e *held
	if err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		st, e, err = stand(tx, o, who)
		return err
	}); err != nil {
		return LessonPage{}, err
	}
	if err := st.mayOpen(l, e, lang); err != nil {
		return LessonPage{}, err
	}
	if err := s.open(ctx, st, e, l); err != nil {
		return LessonPage{}, err
	}
	return s.lessonPage(ctx, st, e, l, lang)
}

// CourseOf tells which course a lesson stands in, for addresses that name the lesson alone.
func (s *Service) CourseOf(ctx context.Context, lessonID uuid.UUID) (string, error) {
	return get(ctx, s.lessons, lessonID, func(ctx context.Context) (string, error) {
		var slug string
		err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
			slug, err = courses.FindSlugByLesson(tx, lessonID)
			return err
		})
		return slug, err
	})
}

func (st standing) mayOpen(l *lesson, e *held, lang locale.Lang) error {
	if e == nil || !e.Learning() {
		return ErrNotEnrolled
	}
	if needs := st.needs(l); len(needs) > 0 {
		titles := make([]string, len(needs))
		for i, n := range needs {
			titles[i] = n.Title.In(string(lang))
		}
		return ErrLocked.With(join(titles))
	}
	if st.early(l) {
		return ErrEarly
	}
	return nil
}

// open writes what the first opening, or a new place, changes; most openings change nothing.
func (s *Service) open(ctx context.Context, st standing, e *held, l *lesson) error {
	opened := st.progress[l.LessonID].OpenedAt != nil
	watched := l.AssetID == nil || st.progress[l.LessonID].Ranges != nil
	here := e.LastLessonID != nil && *e.LastLessonID == l.LessonID && s.DB.Now().Sub(e.LastSeenAt) < seenEvery
	if opened && watched && here {
		return nil
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if l.AssetID != nil && !watched {
			if err := courses.InsertOpened(tx, e.CitizenID, *l.WatchedID); err != nil {
				return err
			}
		}
		if !opened {
			if err := courses.UpdateOpened(tx, e.ID, l.LessonID); err != nil {
				return err
			}
		}
		return courses.UpdateSeen(tx, e.ID, l.LessonID)
	})
}

func (s *Service) lessonPage(ctx context.Context, st standing, e *held, l *lesson, lang locale.Lang) (LessonPage, error) {
	o := st.outline
	page := LessonPage{
		CourseSlug: o.course.Slug, CourseTitle: o.revision.Title.In(string(lang)), Section: l.section.In(string(lang)),
		Lesson: st.item(l, lang, true), Sections: st.shown(lang, true), Total: len(o.lessons), Percent: e.Percent, CourseDone: e.State == "completed",
		Prev: st.neighbour(l.number-2, lang), Next: st.neighbour(l.number, lang),
	}
	for _, part := range page.Sections {
		page.Done += part.Done
	}
	switch l.Kind {
	case "lecture":
		if l.AssetID == nil { // in a draft only
			page.Lecture = &Lecture{Notes: l.rendered[lang]}
			return page, nil
		}
		lecture, err := s.lecture(ctx, st, l, lang)
		page.Lecture = lecture
		return page, err
	case "quiz":
		if l.QuizID != nil {
			page.Quiz = st.quiz(l)
		}
	case "assignment":
		page.Assignment = l.Assignment != nil
	}
	page.Reading = l.rendered[lang]
	return page, nil
}

func (st standing) neighbour(i int, lang locale.Lang) *LessonItem {
	if i < 0 || i >= len(st.outline.lessons) {
		return nil
	}
	item := st.item(st.outline.lessons[i], lang, true)
	return &item
}

// playable is how long an address of a video works: twice its length, and an afternoon at least.
func playable(l *lesson) time.Duration {
	return max(2*time.Duration(l.DurationMS)*time.Millisecond, 4*time.Hour)
}

func (s *Service) lecture(ctx context.Context, st standing, l *lesson, lang locale.Lang) (*Lecture, error) {
	p := st.progress[l.LessonID]
	view := &Lecture{
		AssetID: *l.AssetID, Duration: l.seconds(), Sound: l.sound != "", Percent: st.covered(l), Ranges: seconds(p.Ranges),
		Position: float64(p.PositionMS) / 1000, Need: st.outline.wantCoverage(), Notes: l.rendered[lang],
	}
	for _, r := range l.rungs {
		view.Rungs = append(view.Rungs, r.Side)
	}
	slices.SortFunc(view.Rungs, func(a, b int) int { return b - a })
	for _, c := range l.captions {
		track := Caption{Lang: c.lang, URL: fmt.Sprintf("/captions/%s/%s.vtt?v=%d", l.LessonID, c.lang, st.outline.revision.Number), Cues: c.cues}
		if c.lang == string(lang) {
			view.Captions = append([]Caption{track}, view.Captions...) // the reader's own language comes first
			continue
		}
		view.Captions = append(view.Captions, track)
	}
	return view, s.sign(ctx, l, view)
}

// sign gives a lecture the addresses of its film and its poster, once there are any.
func (s *Service) sign(ctx context.Context, l *lesson, view *Lecture) (err error) {
	if l.VideoKey == "" {
		return nil
	}
	if view.VideoURL, err = s.Store.URL(ctx, l.VideoKey, playable(l), media.Disposition{}); err != nil {
		return err
	}
	view.PosterURL, err = s.Store.URL(ctx, l.PosterKey, playable(l), media.Disposition{})
	return err
}

func (st standing) quiz(l *lesson) *QuizBrief {
	brief := &QuizBrief{
		QuizID: *l.QuizID, Questions: l.Questions, PassPercent: st.outline.wantScore(l), MaxAttempts: l.MaxAttempts, TimeLimit: l.TimeLimitS / 60, BestPercent: -1,
	}
	p := st.progress[l.LessonID]
	if p.Score != nil {
		brief.BestPercent = int(*p.Score)
	}
	brief.Untold = p.Untold
	return brief
}

func seconds(spans *courses.Spans) [][2]float64 {
	list := [][2]float64{}
	if spans == nil {
		return list
	}
	for _, r := range *spans {
		list = append(list, [2]float64{float64(r.From) / 1000, float64(r.To) / 1000})
	}
	return list
}

func join(titles []string) string {
	out := ""
	for i, t := range titles {
		if i > 0 {
			out += ", "
		}
		out += "‘" + t + "’"
	}
	return out
}
