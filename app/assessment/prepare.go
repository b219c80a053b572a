package assessment

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

const (
	// beforeOpening is how long before a quiz opens its attempts begin to be prepared. Every perMinute learners are
	// prepared for a minute earlier, but nobody more than mostEarly before it opens.
	beforeOpening = 30 * time.Minute
	perMinute     = 1000
	mostEarly     = 12 * time.Hour
	// prepareAtOnce is how many enrolments are prepared for in one transaction, and preparePerRun in one run of the job.
	prepareAtOnce = 100
	preparePerRun = 5 * perMinute
	// keptOpen is how long what was prepared is kept for those who come late.
	keptOpen = 2 * time.Hour
)

// PrepareAttempts removes what is prepared in vain, and draws what learners will be asked at quizzes that open soon, so
// that a start at the opening has little left to write. It answers for how many it did so. Nothing relies on it: what is
// missing or stale is drawn when the attempt starts. Two runs at once prepare once.
func (s *Service) PrepareAttempts(ctx context.Context) (int, error) {
	var soon []assessment.OpeningQuiz
	err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if err = assessment.DeleteUnneeded(tx, tx.Now.Add(-keptOpen)); err != nil {
			return err
		}
		soon, err = assessment.ListOpening(tx, tx.Now.Add(mostEarly))
		return err
	})
	prepared := 0
	for _, quiz := range soon {
		if s.DB.Now().Before(preparedFrom(quiz.OpensAt, quiz.Learners)) {
			continue
		}
		n, failed := s.prepare(ctx, quiz.ID, preparePerRun-prepared)
		prepared += n
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("quiz %s: %w", quiz.ID, failed))
		}
	}
	return prepared, err
}

// preparedFrom is when the attempts at a quiz begin to be prepared: the earlier, the more learners there are.
func preparedFrom(opens time.Time, learners int) time.Time {
	return opens.Add(-min(mostEarly, beforeOpening+time.Duration(learners/perMinute)*time.Minute))
}

// deck is what the attempts at one quiz are drawn from at one time.
type deck struct {
	assessment.DrawnFrom
	quizID uuid.UUID
	asked  []assessment.AskedSlot
}

// prepare draws for learners of one quiz, up to a number of them.
func (s *Service) prepare(ctx context.Context, quizID uuid.UUID, most int) (int, error) {
	d := deck{quizID: quizID}
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) (err error) {
		if d.DrawnFrom, err = assessment.FindDrawnFrom(tx, quizID); err != nil {
			return err
		}
		d.asked, err = assessment.ListAsked(tx, quizID)
		return err
	})
	if err != nil || d.Basis == "" {
		return 0, err
	}
	prepared, last := 0, uuid.Nil
	for prepared < most {
		var ids []uuid.UUID
		err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
			if ids, err = assessment.ListUnprepared(tx, quizID, last, min(prepareAtOnce, most-prepared)); err != nil || len(ids) == 0 {
				return err
			}
			return s.prepareFor(tx, d, ids)
		})
		if err != nil || len(ids) == 0 {
			return prepared, err
		}
		prepared, last = prepared+len(ids), ids[len(ids)-1]
	}
	return prepared, nil
}

// prepareFor draws for some enrolments, for each by a seed of its own.
func (s *Service) prepareFor(tx *models.Tx, d deck, enrolmentIDs []uuid.UUID) error {
	rows := make([]assessment.PreparedAttempt, 0, len(enrolmentIDs))
	for _, id := range enrolmentIDs {
		seed := rand.Int64()
		drawn, err := s.draw(tx, d.asked, d.Shuffled, seed)
		if err != nil {
			return err
		}
		if len(drawn.slots) == 0 {
			return nil
		}
		rows = append(rows, assessment.PreparedAttempt{
			EnrolmentID: id, Seed: seed, Max: drawn.max, Slots: models.JSON[[]assessment.DrawnSlot]{V: assessment.NewDrawnSlots(drawn.slots)},
		})
	}
	return assessment.InsertPrepared(tx, d.quizID, d.Basis, rows)
}
