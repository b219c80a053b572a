package assessment

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// AttemptStep is one change of one answer. Steps are only ever added; the answer is the one with the highest Seq.
type AttemptStep struct {
	AttemptID uuid.UUID
	Slot      int
	Seq       int
	// OpID is made by the client and unique in the attempt: the same change sent again is known by it.
	OpID     string
	Response models.JSON[json.RawMessage]
	SavedAt  time.Time
}

// MaxSkip is how far the seq of a step may be ahead of the last one: steps get lost on the way, but a client that
// jumped to the end of the numbers would lock every other out.
const MaxSkip = 1000

// The share lock makes a step wait for a submission in progress and then look again at the state, so that no answer
// is acknowledged after grading has read the steps. A step that is refused for whatever reason inserts no row.
const insertStep = `with open as (
	select id from attempts
	where id = $1 and citizen_id = $2 and state = 'in_progress' and (deadline is null or deadline >= $3)
	for share)
insert into attempt_steps (attempt_id, slot, seq, op_id, response, saved_at)
select open.id, $4, $5, $6, $7, $8
from open, (select coalesce(max(seq), 0) as seq from attempt_steps where attempt_id = $1 and slot = $4) last
where $5 > last.seq and $5 <= last.seq + $9
on conflict do nothing`

// InsertStep adds a step to a citizen's own open attempt whose deadline is not before earliest, and says whether it
// did. Run outside a transaction it is one statement and durable when it returns. It goes past GORM because every
// learner of an exam calls it every few seconds.
func InsertStep(tx *models.Tx, citizenID uuid.UUID, earliest time.Time, s AttemptStep) (bool, error) {
	done, err := conn.Gorm(tx).Statement.ConnPool.ExecContext(tx.Context(), insertStep,
		s.AttemptID, citizenID, earliest, s.Slot, s.Seq, s.OpID, s.Response, s.SavedAt, MaxSkip)
	if err != nil {
		return false, models.Translate(err)
	}
	n, err := done.RowsAffected()
	return n == 1, models.Translate(err)
}

// FindStepByOp finds the step that a client's operation has made.
func FindStepByOp(tx *models.Tx, attemptID uuid.UUID, opID string) (AttemptStep, error) {
	var s AttemptStep
	return s, models.Translate(conn.Gorm(tx).Where("attempt_id = ? and op_id = ?", attemptID, opID).Take(&s).Error)
}

// FindCurrentStep finds the newest step of a slot.
func FindCurrentStep(tx *models.Tx, attemptID uuid.UUID, slot int) (AttemptStep, error) {
	var s AttemptStep
	err := conn.Gorm(tx).Where("attempt_id = ? and slot = ?", attemptID, slot).Order("seq desc").Limit(1).Take(&s).Error
	return s, models.Translate(err)
}
