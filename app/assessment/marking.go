package assessment

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Marking is what is to be marked in a course. Nobody who marks is told whose an answer is.
type Marking struct {
	Course  Head
	Waiting int
	Answers []ToMark
}

// ToMark is an answer to be marked.
type ToMark struct {
	Attempt  uuid.UUID
	Slot     int
	Marks    float64
	Type     string
	Prompt   string // sanitised HTML
	Response json.RawMessage
	HandedIn *HandedIn // nil where the answer is no file
	At       time.Time
	// Notes are those of the author for whoever marks, as sanitised HTML.
	Notes    string
	Criteria []Criterion
}

// Criterion is something that is looked at, with the most points for it.
type Criterion struct {
	Text   string
	Points float64
}

// markingPage is how many answers are shown at a time.
const markingPage = 20

// Marking lists what is to be marked in a course, the oldest first. Everybody who makes the course may mark.
func (s *Service) Marking(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (Marking, error) {
	var v Marking
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := assessment.ListWaiting(tx, work.CourseID, markingPage)
		for _, row := range rows {
			answer, err := s.toMark(row, lang)
			if err != nil {
				return err
			}
			v.Waiting, v.Answers = row.Waiting, append(v.Answers, answer)
		}
		return err
	})
	return v, err
}

func (s *Service) toMark(row assessment.WaitingAnswer, lang locale.Lang) (ToMark, error) {
	q, err := questions.Restore(row.Type, row.Body.V)
	if err != nil {
		return ToMark{}, err
	}
	answer := ToMark{
		Attempt: row.AttemptID, Slot: row.Slot, Marks: row.Marks, Type: row.Type, Prompt: s.HTML(row.Prompt.In(string(lang))), Response: row.Response.V, At: row.SubmittedAt.UTC(),
	}
	if row.Type == questions.TypeFile {
		if answer.HandedIn = handedIn(row.Response.V, row.File); answer.HandedIn != nil {
			answer.HandedIn.Name = questions.Unnamed(answer.HandedIn.Asset, answer.HandedIn.Name)
		}
	}
	if marked, ok := q.(questions.ByPerson); ok {
		criteria, notes := marked.Guide()
		answer.Notes = s.HTML(notes.In(string(lang)))
		for _, c := range criteria {
			answer.Criteria = append(answer.Criteria, Criterion{c.Text.In(string(lang)), c.Points})
		}
	}
	return answer, nil
}

// Mark is what a person gives an answer: points by criterion where the question has any, else marks.
type Mark struct {
	Attempt uuid.UUID
	Slot    int
	Points  []float64
	Marks   float64
	Comment string
}

const maxComment = 5000

// GiveMark marks an answer. With the last one of an attempt, the attempt is graded and its learner told. One that somebody
// else has marked meanwhile is ErrMarked.
func (s *Service) GiveMark(ctx context.Context, who access.Actor, slug string, m Mark) error {
	var err error
	if m.Comment, err = commentOf(m.Comment); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.lookToMark(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.FindWaiting(tx, work.CourseID, m.Attempt, m.Slot)
		if err != nil {
			return orMarked(err)
		}
		if row.CitizenID == who.ID {
			return ErrOwnAnswer
		}
		mark, err := m.on(row, who.ID)
		if err != nil {
			return err
		}
		a, err := s.write(tx, row.EnrolmentID, mark, func() error { return orMarked(assessment.UpdateMark(tx, mark)) })
		if err != nil || a.State != "graded" {
			return err
		}
		return s.Queue.Enqueue(tx, s.marked("attempt_marked", head, a, "marked"))
	})
}

// commentOf is what is said to a learner, as it is kept.
func commentOf(written string) (string, error) {
	comment := strings.TrimSpace(norm.NFC.String(written))
	if utf8.RuneCountInString(comment) > maxComment {
		return "", fault.Field("comment", "assessment.comment_long")
	}
	return comment, nil
}

// lookToMark finds a course for somebody who marks in it; what is archived stays as it is.
func (s *Service) lookToMark(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && head.State == "archived" {
		err = fault.New(fault.Conflict, "authoring.archived")
	}
	return work, head, err
}

// on is the mark as it is kept of an answer: points by criterion make marks, in hundredths.
func (m Mark) on(row assessment.WaitingAnswer, by uuid.UUID) (assessment.Mark, error) {
	criteria, err := criteriaOf(row)
	if err != nil {
		return assessment.Mark{}, err
	}
	fraction, points := m.Marks/row.Marks, []float64{}
	if len(criteria) > 0 {
		if fraction, err = m.share(criteria); err == nil {
			points = m.Points[:len(criteria)]
		}
	}
	if err != nil || math.IsNaN(fraction) || fraction < 0 || fraction > 1 {
		return assessment.Mark{}, fault.Field("marks", "assessment.mark_range")
	}
	score := float64(hundredths(fraction*row.Marks)) / 100
	return assessment.Mark{AttemptID: m.Attempt, Slot: m.Slot, Score: score, Points: models.JSON[[]float64]{V: points}, Comment: m.Comment, By: by}, nil
}

// criteriaOf is what is looked at in an answer, nothing where its question does not say.
func criteriaOf(row assessment.WaitingAnswer) ([]questions.Criterion, error) {
	q, err := questions.Restore(row.Type, row.Body.V)
	if err != nil {
		return nil, err
	}
	marked, ok := q.(questions.ByPerson)
	if !ok {
		return nil, nil
	}
	criteria, _ := marked.Guide()
	return criteria, nil
}

// share is the points given of all there are.
func (m Mark) share(criteria []questions.Criterion) (float64, error) {
	var given, most float64
	for i, c := range criteria {
		if i >= len(m.Points) || !(m.Points[i] >= 0 && m.Points[i] <= c.Points) {
			return 0, fault.Field("marks", "assessment.mark_range")
		}
		given, most = given+m.Points[i], most+c.Points
	}
	return given / most, nil
}

// write writes a mark and works out anew what its attempt comes to. Locks are taken in their order.
func (s *Service) write(tx *models.Tx, enrolmentID uuid.UUID, m assessment.Mark, mark func() error) (assessment.Attempt, error) {
	if _, err := courses.LockEnrolmentByID(tx, enrolmentID); err != nil {
		return assessment.Attempt{}, err
	}
	a, err := assessment.LockAttempt(tx, m.AttemptID)
	if err != nil {
		return a, err
	}
	if err := mark(); err != nil {
		return a, err
	}
	err = s.total(tx, &a)
	return a, err
}

// total adds up what the slots of an attempt have earned and tells learning. As long as somebody has something to mark,
// the attempt waits. The caller holds the enrolment and the attempt, which has been handed in.
func (s *Service) total(tx *models.Tx, a *assessment.Attempt) error {
	slots, err := assessment.ListAnswered(tx, a.ID)
	if err != nil {
		return err
	}
	var score, most int64
	for _, slot := range slots {
		if slot.Score == nil {
			a.State, a.Score, a.Passed = "submitted", nil, nil
			return assessment.UpdateTotal(tx, *a)
		}
		score, most = score+hundredths(*slot.Score), most+hundredths(slot.Marks)
	}
	sum, passed := float64(score)/100, passes(score, most, a.PassPercent)
	a.State, a.Score, a.Passed = "graded", &sum, &passed
	if err := assessment.UpdateTotal(tx, *a); err != nil {
		return err
	}
	_, err = s.settle(tx, *a)
	return err
}
