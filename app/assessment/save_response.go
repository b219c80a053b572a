package assessment

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"academy/app/access"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// maxOpID is the most bytes of a client's name for one change; maxSeq is what the database can count to.
const (
	maxOpID = 64
	maxSeq  = 1<<31 - 1
)

// SaveResponse writes down one change of one answer; when it returns without an error, the answer will not be lost.
// The same OpID again answers the same. It is one statement unless something is in the way.
//
// Another person's attempt, and a slot that there is not, are Missing. ErrStale carries "response" and "seq": what
// another tab or device has saved meanwhile.
func (s *Service) SaveResponse(ctx context.Context, who access.Actor, answer Answer) (Saved, error) {
	if !named(answer.OpID) {
		return Saved{}, ErrOpID
	}
	if answer.Seq < 1 || answer.Seq > maxSeq {
		return Saved{}, ErrSeq
	}
	var saved Saved
	// One statement is a transaction of its own, so there is no need to begin and commit one around it.
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		step, err := s.step(tx, who.ID, answer)
		if err != nil {
			return err
		}
		inserted, err := assessment.InsertStep(tx, who.ID, tx.Now.Add(-grace), step)
		if err != nil {
			return err
		}
		saved = Saved{SavedAt: tx.Now, Seq: answer.Seq}
		if !inserted {
			saved, err = refused(tx, step)
		}
		return err
	})
	return saved, err
}

// named says whether a client's operation has a name that can be kept: visible ASCII, as in a UUID.
func named(opID string) bool {
	visible := func(r rune) bool { return r > ' ' && r <= '~' }
	return opID != "" && len(opID) <= maxOpID && !strings.ContainsFunc(opID, func(r rune) bool { return !visible(r) })
}

// step checks an answer against what it answers.
func (s *Service) step(tx *models.Tx, citizenID uuid.UUID, answer Answer) (assessment.AttemptStep, error) {
	known, err := s.sheetOf(tx, answer.AttemptID, citizenID)
	if err != nil {
		return assessment.AttemptStep{}, err
	}
	version, ok := known.versions[answer.Slot]
	if !ok {
		return assessment.AttemptStep{}, models.ErrNotFound
	}
	asked, err := s.cardOf(tx, version)
	if err != nil {
		return assessment.AttemptStep{}, err
	}
	response, err := asked.question.Accept(answer.Response)
	if err != nil {
		return assessment.AttemptStep{}, err
	}
	if err := s.checkFile(tx, citizenID, asked.question, response); err != nil {
		return assessment.AttemptStep{}, err
	}
	return assessment.AttemptStep{
		AttemptID: answer.AttemptID, Slot: answer.Slot, Seq: answer.Seq, OpID: answer.OpID,
		Response: models.JSON[json.RawMessage]{V: response}, SavedAt: tx.Now,
	}, nil
}

// refused finds out why a step was not written: it was before, or it came too late, or another was faster.
func refused(tx *models.Tx, step assessment.AttemptStep) (Saved, error) {
	before, err := assessment.FindStepByOp(tx, step.AttemptID, step.OpID)
	switch {
	case err == nil && before.Slot == step.Slot:
		return Saved{SavedAt: before.SavedAt.UTC(), Seq: before.Seq}, nil
	case err == nil:
		return Saved{}, ErrOpReused
	case !errors.Is(err, models.ErrNotFound):
		return Saved{}, err
	}
	a, err := assessment.FindAttempt(tx, step.AttemptID)
	if err != nil {
		return Saved{}, err
	}
	fixed, err := assessment.IsChecked(tx, step.AttemptID, step.Slot)
	switch {
	case err != nil:
		return Saved{}, err
	case fixed && a.Open():
		return Saved{}, ErrChecked
	case late(a.Deadline, tx.Now) && !fixed && (a.Open() || a.Overdue):
		return Saved{}, keepLate(tx, a, step)
	case !a.Open():
		return Saved{}, ErrAttemptClosed
	}
	return Saved{}, stale(tx, step)
}

// stale answers the fault of a seq that is taken, or that nothing could have led to.
func stale(tx *models.Tx, step assessment.AttemptStep) error {
	current, err := assessment.FindCurrentStep(tx, step.AttemptID, step.Slot)
	if errors.Is(err, models.ErrNotFound) || (err == nil && step.Seq > current.Seq) {
		return ErrSeq
	}
	if err != nil {
		return err
	}
	return ErrStale.Carrying(map[string]any{"response": current.Response.V, "seq": current.Seq})
}
