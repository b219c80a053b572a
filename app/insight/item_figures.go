package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/insight/items"
	"academy/app/jobs"
	"academy/models"
	"academy/models/insight"

	"github.com/google/uuid"
)

// ItemQuizzes is the quizzes of a course with how well each measures.
type ItemQuizzes struct {
	Course  Head
	Quizzes []ItemQuiz
}

// ItemQuiz is a quiz with what was last worked out of it.
type ItemQuiz struct {
	ID    uuid.UUID
	Title Text
	// Shown says that learners see the quiz now.
	Shown bool
	// Answered says that anybody has finished it, ComputedAt when it was last analysed, zero for never, and Waiting that
	// it is being analysed.
	Answered, Waiting bool
	ComputedAt        time.Time
	// People are those whose attempts are counted. Of too few, nothing that follows is told.
	People  Count
	Figures items.Quiz
	// Asking is how many questions should be looked at again.
	Asking int
}

// ItemFigures is a quiz with the figures of its questions.
type ItemFigures struct {
	Course Head
	Quiz   ItemQuiz
	// Attempts says which of them are counted.
	Attempts string
	// LeftOut are attempts that cannot be compared with the others.
	LeftOut Count
	Items   []ItemFigure
}

// ItemFigure is a version of a question, asked in a place of the quiz that is counted from 1.
type ItemFigure struct {
	items.Item
	Number     int
	QuestionID uuid.UUID
	Version    int
	Type       string
	Prompt     Text
	Guess      *float64
	// People are those who were asked it. Of too few, nothing but the question itself is told.
	People   Count
	Findings []items.Finding
	Picks    []PickFigure
	// Others is the share of answers that fewer than ten have given each, in per cent, and Blank that of none; -1 where
	// they are too few.
	Others, Blank int
}

// PickFigure is something that was chosen, with its share of the attempts in per cent, -1 where it is that of too few.
type PickFigure struct {
	PickName
	Right   bool
	People  Count
	Percent int
	// Neglected says that hardly anybody chooses it.
	Neglected bool
}

// The attempts that can be looked at. Learners know the questions when they try again: the first one measures best.
const (
	First   = "first"
	Last    = "last"
	Highest = "highest"
	All     = "all"
)

// AttemptChoices are all of them, the usual one first.
func AttemptChoices() []string { return []string{First, Last, Highest, All} }

// errAttempts says that attempts are chosen in a way that there is not.
var errAttempts = fault.New(fault.Invalid, "insight.attempts")

const (
	// fresh is how old an analysis may be before new attempts make somebody wait for another one.
	fresh = 15 * time.Minute
	// vain is how long somebody waits before it is asked for again.
	vain = 10 * time.Minute
)

// ItemQuizzes shows the quizzes of a course to whoever makes it. What is missing or old is worked out meanwhile.
func (s *Service) ItemQuizzes(ctx context.Context, who access.Actor, slug string) (ItemQuizzes, error) {
	var v ItemQuizzes
	var due []uuid.UUID
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		c, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = c.Head
		rows, err := insight.ListAnalysedQuizzes(tx, c.ID, First)
		for _, r := range rows {
			q, _, err := newItemQuiz(tx, r)
			if err != nil {
				return err
			}
			if isDue(tx, r) {
				q.Waiting, due = true, append(due, r.QuizID)
			}
			v.Quizzes = append(v.Quizzes, q)
		}
		return err
	})
	if err != nil || len(due) == 0 {
		return v, err
	}
	return v, s.ask(ctx, First, due...)
}

// ItemFigures shows how well the questions of a quiz measure to whoever makes its course.
func (s *Service) ItemFigures(ctx context.Context, who access.Actor, slug string, quizID uuid.UUID, attempts string) (ItemFigures, error) {
	v := ItemFigures{Attempts: attempts}
	due := false
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, head, err := s.findAnalysed(tx, who, slug, quizID, attempts)
		if err != nil {
			return err
		}
		v.Course, due = head, isDue(tx, row)
		var a analysis
		v.Quiz, a, err = newItemQuiz(tx, row)
		v.fill(a)
		return err
	})
	if err != nil || !due {
		return v, err
	}
	v.Quiz.Waiting = true
	return v, s.ask(ctx, attempts, quizID)
}

// AskItems has the questions of a quiz analysed anew, whoever of its course's makers wants it.
func (s *Service) AskItems(ctx context.Context, who access.Actor, slug string, quizID uuid.UUID, attempts string) error {
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		_, _, err := s.findAnalysed(tx, who, slug, quizID, attempts)
		return err
	})
	if err != nil {
		return err
	}
	return s.ask(ctx, attempts, quizID)
}

// AskAgain has every analysis of a quiz that there is worked out anew, in the transaction that has changed its marks.
func (s *Service) AskAgain(tx *models.Tx, quizID uuid.UUID) error {
	kept, err := insight.ListAnalysedAttempts(tx, quizID)
	for _, attempts := range kept {
		if err == nil {
			_, err = insight.AskAnalysis(tx, quizID, attempts, tx.Now)
		}
		if err == nil {
			err = s.Queue.Enqueue(tx, jobs.AnalyseItems{QuizID: quizID, Attempts: attempts})
		}
	}
	return err
}

func (s *Service) findAnalysed(tx *models.Tx, who access.Actor, slug string, quizID uuid.UUID, attempts string) (insight.AnalysedQuiz, Head, error) {
	if !slices.Contains(AttemptChoices(), attempts) {
		return insight.AnalysedQuiz{}, Head{}, errAttempts
	}
	c, err := s.Look(tx, who, slug)
	if err != nil {
		return insight.AnalysedQuiz{}, Head{}, err
	}
	row, err := insight.FindAnalysedQuiz(tx, c.ID, quizID, attempts)
	return row, c.Head, err
}

// ask makes one job for all who wait for the same.
func (s *Service) ask(ctx context.Context, attempts string, quizIDs ...uuid.UUID) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		for _, id := range quizIDs {
			first, err := insight.AskAnalysis(tx, id, attempts, tx.Now.Add(-vain))
			if err == nil && first {
				err = s.Queue.Enqueue(tx, jobs.AnalyseItems{QuizID: id, Attempts: attempts})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// isDue says whether an analysis is missing, or old and no longer of all attempts, and nobody waits for it.
func isDue(tx *models.Tx, r insight.AnalysedQuiz) bool {
	switch {
	case r.GradedAt == nil || r.AskedAt != nil:
		return false
	case r.ComputedAt == nil:
		return true
	}
	return r.GradedAt.After(*r.ComputedAt) && r.ComputedAt.Before(tx.Now.Add(-fresh))
}

func newItemQuiz(tx *models.Tx, r insight.AnalysedQuiz) (q ItemQuiz, a analysis, err error) {
	q = ItemQuiz{ID: r.QuizID, Title: r.Title, Shown: r.Shown, Answered: r.GradedAt != nil}
	q.Waiting = r.AskedAt != nil && r.AskedAt.After(tx.Now.Add(-vain))
	if r.ComputedAt == nil {
		return q, a, nil
	}
	q.ComputedAt = *r.ComputedAt
	if err := json.Unmarshal(r.Data.V, &a); err != nil {
		return q, a, fmt.Errorf("analysis of quiz %s: %w", r.QuizID, err)
	}
	if q.People = told(a.Quiz.People); !q.People.Few() {
		q.Figures, q.Asking = a.Quiz, a.Asking
	}
	return q, a, nil
}

// fill tells what of an analysis may be told.
func (v *ItemFigures) fill(a analysis) {
	if v.Quiz.People.Few() {
		return
	}
	v.LeftOut = told(a.LeftOut)
	for _, i := range a.Items {
		v.Items = append(v.Items, newItemFigure(i))
	}
}

func newItemFigure(i analysedItem) ItemFigure {
	f := ItemFigure{Number: i.Place + 1, QuestionID: i.QuestionID, Version: i.Version, Type: i.Type, Prompt: i.Prompt, People: told(i.People), Guess: i.Guess}
	if f.People.Few() {
		return f
	}
	f.Item, f.Findings, f.Blank = i.Item, i.Findings, percentOf(i.Blank, i.Attempts)
	var all []items.Pick
	for _, p := range i.Picks {
		all = append(all, p.Pick)
	}
	neglected, others := i.Neglected(all), 0
	for _, p := range i.Picks {
		if !p.Offered && !p.Right && told(p.Times).Few() {
			others += p.Times
			continue
		}
		f.Picks = append(f.Picks, PickFigure{p.Name, p.Right, told(p.Times), percentOf(p.Times, i.Attempts), slices.Contains(neglected, p.ID)})
	}
	f.Others = percentOf(others, i.Attempts)
	return f
}

// percentOf is the share of attempts, -1 where it is that of too few. It is worked out before rounding: it stands beside
// the mean of the same attempts, and who is told both should not find them apart.
func percentOf(times, of int) int {
	if told(times).Few() {
		return -1
	}
	return int(math.Round(100 * float64(times) / float64(of)))
}
