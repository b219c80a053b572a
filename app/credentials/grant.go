package credentials

import (
	"time"

	"academy/models"
	"academy/models/credentials"
	"academy/models/operations"

	"github.com/google/uuid"
)

// HandGrant qualifies a citizen for a duty until a time, and says who did so and why.
type HandGrant struct {
	CitizenID, DutyID, By uuid.UUID
	Until                 time.Time
	Reason                string
}

// GrantByHand qualifies somebody for a duty without a course. Who may do so is decided before.
func GrantByHand(tx *models.Tx, g HandGrant) error {
	row := credentials.RoleGrant{ID: models.NewID(), CitizenID: g.CitizenID, DutyID: g.DutyID, Source: "manual", GrantedAt: tx.Now, EndsAt: g.Until}
	if err := credentials.InsertGrant(tx, row); err != nil {
		return err
	}
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &g.By, Action: "duty.granted", SubjectID: &g.CitizenID, ObjectKind: "role_grant", ObjectID: &row.ID, Reason: g.Reason,
		Details: models.JSON[map[string]string]{V: map[string]string{"duty": g.DutyID.String()}},
	})
}
