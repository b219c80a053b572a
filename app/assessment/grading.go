package assessment

import (
	"math"
	"time"

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
	// most is what can be earned, and corrected what was judged as a regrade says.
	most      float64
	corrected []assessment.SlotJudgement
}

// grade judges an attempt by its snapshot. Scores are counted in hundredths of a mark, so that a pass mark of 70 %
// is met by exactly 70 %.
func grade(slots []assessment.AnsweredSlot, cards map[uuid.UUID]*card, passPercent int) outcome {
	o := outcome{scores: make(map[int]float64, len(slots))}
	var score, most int64
	for _, slot := range slots {
		j, corrected := judgeSlot(slot, cards)
		most += hundredths(j.marks)
		if j.waits {
			o.waits = true
			continue
		}
		if corrected != nil {
			o.corrected = append(o.corrected, *corrected)
		}
		o.scores[slot.Slot] = j.score
		score += hundredths(j.score)
	}
	o.score, o.most = float64(score)/100, float64(most)/100
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
	slots, cards, err := s.toGrade(tx, a.ID)
	if err != nil {
		return false, err
	}
	o := grade(slots, cards, a.PassPercent)
	a.Max = o.most
	a.Overdue = late(a.Deadline, tx.Now)
	ended := tx.Now
	if a.Overdue {
		ended = a.Deadline.Add(grace)
	}
	a.SubmittedAt = &ended
	if err := assessment.UpdateHandedIn(tx, a.ID, o.handedIn(slots)); err != nil {
		return false, err
	}
	if err := assessment.UpdateJudged(tx, o.corrected); err != nil {
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

// toGrade finds what an attempt was asked and has answered, with what regrades say of it that came while it was open.
func (s *Service) toGrade(tx *models.Tx, attemptID uuid.UUID) ([]assessment.AnsweredSlot, map[uuid.UUID]*card, error) {
	slots, err := assessment.ListAnswered(tx, attemptID)
	if err != nil {
		return nil, nil, err
	}
	corrections, err := assessment.ListCorrections(tx, attemptID)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range corrections {
		for i := range slots {
			if slots[i].Slot == c.Slot {
				slots[i].Corrections = append(slots[i].Corrections, c)
			}
		}
	}
	cards, err := s.cardsOf(tx, versionsOf(slots))
	return slots, cards, err
}

// versionsOf are all versions that it takes to show and to judge some slots.
func versionsOf(slots []assessment.AnsweredSlot) []uuid.UUID {
	var ids []uuid.UUID
	for _, slot := range slots {
		ids = append(ids, slot.QuestionVersionID)
		if slot.JudgedBy != nil {
			ids = append(ids, *slot.JudgedBy)
		}
		for _, c := range slot.Corrections {
			ids = append(ids, c.VersionID)
		}
	}
	return ids
}
