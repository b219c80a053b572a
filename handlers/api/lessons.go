package api

import (
	"context"

	"academy/app/fault"
	"academy/app/learning"
)

type idInput struct {
	ID string `path:"id" format:"uuid"`
}

type coverageInput struct {
	ID string `path:"id" format:"uuid"`
	payload[CoverageClaim]
}

// lesson opens a lesson: from here on its coverage may grow.
func (s *API) lesson(ctx context.Context, who caller, in *idInput) (*reply[Lesson], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	slug, err := s.app.Learning.CourseOf(ctx, id)
	if err != nil {
		return nil, err
	}
	page, err := s.app.Learning.Lesson(ctx, who.Actor, who.say.Lang, slug, id)
	if err != nil {
		return nil, err
	}
	return ok(s.lessonOf(page))
}

func (s *API) lessonOf(p learning.LessonPage) Lesson {
	lesson := Lesson{
		ID: p.Lesson.ID, Kind: p.Lesson.Kind, Title: p.Lesson.Title, Course: CourseRef{p.CourseSlug, p.CourseTitle}, Section: p.Section,
		Minutes: p.Lesson.Minutes, Required: p.Lesson.Required, State: p.Lesson.State,
	}
	switch {
	case p.Lecture != nil:
		lesson.Lecture = s.lectureOf(p)
	case p.Quiz != nil:
		lesson.QuizLesson = &QuizLesson{Quiz: quizOf(p.Quiz), Introduction: p.Reading}
	default:
		lesson.Reading = &Reading{p.Reading}
	}
	return lesson
}

func (s *API) lectureOf(p learning.LessonPage) *Lecture {
	l := p.Lecture
	return &Lecture{
		Duration: l.Duration, Sources: s.sourcesOf(p), Poster: s.absolute(l.PosterURL),
		Captions: each(l.Captions, func(c learning.Caption) Caption { return Caption{c.Lang, s.absolute(c.URL)} }),
		Coverage: Coverage{Percent: l.Percent, Ranges: each(l.Ranges, same), Position: l.Position, Need: l.Need}, NotesHTML: l.Notes,
	}
}

// sourcesOf is where a film is: the one file, then the playlist, which answers whoever may open the lesson.
func (s *API) sourcesOf(p learning.LessonPage) []Source {
	sources := []Source{}
	if p.Lecture.VideoURL != "" {
		sources = append(sources, Source{Type: "video/mp4", URL: s.absolute(p.Lecture.VideoURL)})
	}
	if len(p.Lecture.Rungs) > 0 {
		sources = append(sources, Source{Type: "application/vnd.apple.mpegurl", URL: s.absolute("/learn/" + p.CourseSlug + "/" + p.Lesson.ID.String() + "/hls/master.m3u8")})
	}
	return sources
}

func quizOf(q *learning.QuizBrief) Quiz {
	quiz := Quiz{ID: q.QuizID, Questions: q.Questions, PassPercent: q.PassPercent, MaxAttempts: q.MaxAttempts, TimeLimit: q.TimeLimit}
	if q.BestPercent >= 0 {
		quiz.BestPercent = &q.BestPercent
	}
	return quiz
}

func (s *API) claimCoverage(ctx context.Context, who caller, in *coverageInput) (*reply[CoverageResult], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	claim := learning.CoverageClaim{ViewID: asked.ViewID, Seq: asked.Seq, Position: asked.Position}
	for _, pair := range asked.Intervals {
		if len(pair) != 2 {
			return nil, fault.Field("intervals", "api.not_a_pair")
		}
		claim.Intervals = append(claim.Intervals, [2]float64(pair))
	}
	result, err := s.app.Learning.ClaimCoverage(ctx, who.Actor, id, claim)
	if err != nil {
		return nil, err
	}
	return ok(CoverageResult{
		Percent: result.Percent, Ranges: each(result.Ranges, same), Accepted: result.Accepted, Completed: result.Completed,
		Rejected: each(result.Rejected, func(r learning.Rejected) Rejected { return Rejected(r) }),
	})
}

func (s *API) completeLesson(ctx context.Context, who caller, in *idInput) (*reply[State], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	state, err := s.app.Learning.CompleteLesson(ctx, who.Actor, who.say.Lang, id)
	if err != nil {
		return nil, err
	}
	return ok(State{state})
}
