package assessment

import (
	"math"
	"time"

	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// outcome is a graded attempt.
type outcome struct {
	// scores are by slot; one that a person has yet to mark is not among them.
	scores map[int]float64
	score  float64
	passed bool
	// waits says that a person has something to mark.
	waits bool
}

// grade judges an attempt by its snapshot. Scores are counted in hundredths of a mark, so that a pass mark of 70 %
// is met by exactly 70 %.
func grade(slots []assessment.AnsweredSlot, cards map[uuid.UUID]*card, passPercent int) outcome {
	o := outcome{scores: make(map[int]float64, len(slots))}
	var score, most int64
	for _, slot := range slots {
		most += hundredths(slot.Marks)
		q := cards[slot.QuestionVersionID].question
		if q.Scored() == questions.ByHand && questions.Answered(slot.Response.V) {
			o.waits = true
			continue
		}
		earned := hundredths(slot.Marks * q.Grade(slot.Response.V))
		o.scores[slot.Slot] = float64(earned) / 100
		score += earned
	}
	o.score = float64(score) / 100
	o.passed = passes(score, most, passPercent)
	return o
}

// passes compares hundredths of marks with a pass mark.
func passes(score, most int64, passPercent int) bool { return score*100 >= int64(passPercent)*most }

func hundredths(marks float64) int64 { return int64(math.Round(marks * 100)) }

// percent is rounded down to two decimals: who is told 70 % has it.
func percent(score, most float64) float64 {
	if most <= 0 {
		return 0
	}
	return float64(hundredths(score)*10_000/hundredths(most)) / 100
}

// late says whether an attempt takes no more answers by the clock.
func late(deadline *time.Time, now time.Time) bool {
	return deadline != nil && now.After(deadline.Add(grace))
}

// finish hands in an open attempt, grades it and tells learning, all in the caller's transaction, which holds the
// enrolment and the attempt. An attempt that is not open stays as it is. It answers whether the course is complete,
// as far as this call has learned.
func (s *Service) finish(tx *models.Tx, a *assessment.Attempt) (courseDone bool, err error) {
	if !a.Open() {
		return false, nil
	}
	slots, err := assessment.ListAnswered(tx, a.ID)
	if err != nil {
		return false, err
	}
	cards, err := s.cardsOf(tx, versionsOf(slots))
	if err != nil {
		return false, err
	}
	o := grade(slots, cards, a.PassPercent)
	a.Overdue = late(a.Deadline, tx.Now)
	ended := tx.Now
	if a.Overdue {
		ended = a.Deadline.Add(grace)
	}
	a.SubmittedAt = &ended
	if err := assessment.UpdateHandedIn(tx, a.ID, o.handedIn(slots)); err != nil {
		return false, err
	}
	if o.waits {
		a.State = "submitted"
		return false, assessment.UpdateGraded(tx, *a)
	}
	a.State, a.Score, a.Passed = "graded", &o.score, &o.passed
	if err := assessment.UpdateGraded(tx, *a); err != nil {
		return false, err
	}
	return s.settle(tx, *a)
}

// handedIn is what is written down of every slot once answers are no longer taken.
func (o outcome) handedIn(slots []assessment.AnsweredSlot) []assessment.HandedIn {
	list := make([]assessment.HandedIn, len(slots))
	for i, slot := range slots {
		list[i] = assessment.HandedIn{Slot: slot.Slot, Response: slot.Response.V}
		if score, ok := o.scores[slot.Slot]; ok {
			list[i].Score = &score
		}
	}
	return list
}

// settle works out what the attempts at a quiz come to, one of which has just been graded, and tells learning. The
// caller holds the enrolment.
func (s *Service) settle(tx *models.Tx, a assessment.Attempt) (courseDone bool, err error) {
	g, err := assessment.SettleGrade(tx, a.EnrolmentID, a.QuizID)
	if err != nil {
		return false, err
	}
	return s.Graded(tx, a.EnrolmentID, a.LessonID, g.Percent, g.Passed)
}

func versionsOf(slots []assessment.AnsweredSlot) []uuid.UUID {
	ids := make([]uuid.UUID, len(slots))
	for i, slot := range slots {
		ids[i] = slot.QuestionVersionID
	}
	return ids
}
