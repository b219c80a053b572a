package insight

import (
	"context"
	"math"
	"slices"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/insight"

	"github.com/google/uuid"
)

// LessonFigures is how the learners of a course fare with one of its lessons.
type LessonFigures struct {
	Course Head
	Lesson Lesson
	// Curve is that of a lecture that ten or more have opened, nil otherwise.
	Curve *Curve
	// Watched is the share of the film in per cent, and Days the time from opening to completion, that half of the
	// learners stay under; -1 where there are too few to tell.
	Watched, Days int
	// Bands are the best scores in a quiz, from the lowest; none where there are too few.
	Bands []Band
}

// LessonFigures shows them to whoever makes the course. A lesson that learners do not see is not there.
func (s *Service) LessonFigures(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (LessonFigures, error) {
	c, err := s.look(ctx, who, slug)
	if err != nil {
		return LessonFigures{}, err
	}
	f, err := s.funnel(ctx, c)
	if err != nil {
		return LessonFigures{}, err
	}
	i := slices.IndexFunc(f.Lessons, func(l Lesson) bool { return l.ID == lessonID })
	if i < 0 {
		return LessonFigures{}, models.ErrNotFound
	}
	v, err := s.detail(ctx, c, f.Lessons[i], f.lessons[i])
	v.Course, v.Lesson = c.Head, f.Lessons[i]
	return v, err
}

// detail asks nothing of a lesson that too few have opened.
func (s *Service) detail(ctx context.Context, c Course, l Lesson, sum insight.LessonSum) (LessonFigures, error) {
	if l.Opened.Few() {
		return LessonFigures{Watched: -1, Days: -1}, nil
	}
	return recall(ctx, s, s.details, place{c.ID, *c.Revision, l.ID}, func(tx *models.Tx) (LessonFigures, error) {
		m, err := insight.FindMedians(tx, c.ID, sum)
		if err != nil {
			return LessonFigures{}, err
		}
		v := LessonFigures{Watched: percent(m.Watched, l.Opened), Days: days(m.Days, l.Completed)}
		switch {
		case l.Kind == "quiz":
			rows, err := insight.ListBands(tx, c.ID, l.ID)
			v.Bands = newBands(rows)
			return v, err
		case sum.WatchedID != nil && sum.DurationMS > 0:
			bins := binsOf(sum.DurationMS)
			steps, err := insight.ListSteps(tx, c.ID, sum, bins)
			v.Curve = newCurve(l.Opened, time.Duration(sum.DurationMS)*time.Millisecond, bins, steps)
			return v, err
		}
		return v, nil
	})
}

func percent(share *float64, of Count) int {
	if share == nil || of.Few() {
		return -1
	}
	return min(int(math.Round(100**share)), 100)
}

func days(median *float64, of Count) int {
	if median == nil || of.Few() {
		return -1
	}
	return int(*median)
}

// Band is the learners whose best score lies between two percentages, both included.
type Band struct {
	From, To int
	People   Count
}

// newBands joins tenths with their neighbours until each band holds ten people: none is too small to be told, and none
// is left out that the others could be subtracted from.
func newBands(rows []insight.Band) []Band {
	var tenths [10]int
	for _, r := range rows {
		tenths[r.Tenth] += r.People
	}
	var bands []Band
	people, from := 0, 0
	last := 0 // how many are in the last band
	for i, n := range tenths {
		if people += n; people >= fewest {
			bands = append(bands, Band{from, 10*i + 9, told(people)})
			last, people, from = people, 0, 10*(i+1)
		}
	}
	if len(bands) > 0 {
		bands[len(bands)-1].To, bands[len(bands)-1].People = 100, told(last+people)
	}
	return bands
}
