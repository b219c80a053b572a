package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Event is something that happened to a proposal.
type Event struct {
	ID         uuid.UUID  `json:"id"`
	ProposalID uuid.UUID  `json:"proposal_id"`
	Kind       string     `json:"kind"`
	At         time.Time  `json:"at"`
	Reason     string     `json:"reason"`
	Until      *time.Time `json:"until"`
	// Named is what the event names in both languages, in place of a reason.
	Named *models.Text `json:"named"`
}

// InsertEvent notes one; its ID and time are set here.
func InsertEvent(tx *models.Tx, e Event) (uuid.UUID, error) {
	id := models.NewID()
	return id, exec(tx, "insert into proposal_events (id, proposal_id, kind, at, reason, until, named) values (?, ?, ?, ?, ?, ?, ?)", id, e.ProposalID, e.Kind, tx.Now, e.Reason, e.Until, e.Named)
}

// FindEvent finds one.
func FindEvent(tx *models.Tx, id uuid.UUID) (Event, error) {
	var e Event
	return e, models.Translate(conn.Gorm(tx).Raw("select * from proposal_events where id = ?", id).Take(&e).Error)
}
