package identity

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Consent is a person's agreement to one version of a text.
type Consent struct {
	UserID      uuid.UUID
	TermsID     uuid.UUID
	GivenAt     time.Time
	WithdrawnAt *time.Time
}

// Given is a consent with the text it was given to.
type Given struct {
	Kind    string
	Version string
	GivenAt time.Time
}

// InsertConsents notes that a person agrees to the texts in force: of each kind the newest that has taken effect.
func InsertConsents(tx *models.Tx, userID uuid.UUID) error {
	return exec(tx, `insert into consents (user_id, terms_id, given_at)
		select distinct on (kind) ?::uuid, id, ?::timestamptz from terms where effective_at <= ? order by kind, effective_at desc`,
		userID, tx.Now, tx.Now)
}

// ListGiven answers a person's consents that have not been withdrawn, the oldest first.
func ListGiven(tx *models.Tx, userID uuid.UUID) ([]Given, error) {
	var rows []Given
	err := conn.Gorm(tx).Raw(`select t.kind, t.version, c.given_at from consents c join terms t on t.id = c.terms_id
		where c.user_id = ? and c.withdrawn_at is null order by c.given_at, t.kind`, userID).Scan(&rows).Error
	return rows, models.Translate(err)
}
