package identity

import (
	"time"

	"academy/models"

	"github.com/google/uuid"
)

// Consent is a person's agreement to one version of a text.
type Consent struct {
	UserID      uuid.UUID
	TermsID     uuid.UUID
	GivenAt     time.Time
	WithdrawnAt *time.Time
}

// InsertConsents notes that a person agrees to the texts in force that an account needs: of each kind the newest that has
// taken effect.
func InsertConsents(tx *models.Tx, userID uuid.UUID) error {
	return exec(tx, `insert into consents (user_id, terms_id, given_at)
		select distinct on (kind) ?::uuid, id, ?::timestamptz from terms where effective_at <= ? and kind <> 'opinion' order by kind, effective_at desc`,
		userID, tx.Now, tx.Now)
}
