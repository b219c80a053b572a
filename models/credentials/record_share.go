package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// RecordShare is a learning record that its holder shows to whoever has the code, of which only a digest is kept.
type RecordShare struct {
	ID          uuid.UUID
	CitizenID   uuid.UUID
	Digest      []byte
	HideName    bool
	WithResults bool
	CreatedAt   time.Time
	EndsAt      time.Time
	EndedAt     *time.Time
	// Opened is how often others have opened it.
	Opened   int
	OpenedAt *time.Time
}

// OpenedRecord is a share with its holder's name of today.
type OpenedRecord struct {
	RecordShare
	Name string
}

// FindShare finds the share of a citizen that holds now.
func FindShare(tx *models.Tx, citizenID uuid.UUID) (RecordShare, error) {
	var s RecordShare
	err := conn.Gorm(tx).Where("citizen_id = ? and ended_at is null and ends_at > ?", citizenID, tx.Now).Take(&s).Error
	return s, models.Translate(err)
}

// UpdateOpened finds the share of a digest that holds now, of somebody whose account is not locked, and counts that it was
// opened, unless its holder did.
func UpdateOpened(tx *models.Tx, digest []byte, readerID uuid.UUID) (OpenedRecord, error) {
	var o OpenedRecord
	err := conn.Gorm(tx).Raw(`update record_shares s
		set opened = s.opened + (s.citizen_id <> ?)::integer, opened_at = case when s.citizen_id <> ? then ? else s.opened_at end
		from users u
		where s.digest = ? and s.ended_at is null and s.ends_at > ? and u.id = s.citizen_id and u.locked_at is null
		returning s.*, u.name`, readerID, readerID, tx.Now, digest, tx.Now).Take(&o).Error
	return o, models.Translate(err)
}

// ExistsShare says whether a digest has ever been that of a share.
func ExistsShare(tx *models.Tx, digest []byte) (bool, error) {
	var there bool
	err := conn.Gorm(tx).Raw("select exists (select from record_shares where digest = ?)", digest).Scan(&there).Error
	return there, models.Translate(err)
}

// InsertShare writes a share with its lines.
func InsertShare(tx *models.Tx, s RecordShare, lines []RecordRef) error {
	if err := conn.Gorm(tx).Create(&s).Error; err != nil {
		return models.Translate(err)
	}
	rows := make([]recordLine, len(lines))
	for i, l := range lines {
		rows[i] = recordLine{s.ID, l.Kind, l.RefID}
	}
	return models.Translate(conn.Gorm(tx).Create(&rows).Error)
}

type recordLine struct {
	ShareID uuid.UUID
	Kind    string
	RefID   uuid.UUID
}

// TableName is the table of lines.
func (recordLine) TableName() string { return "record_lines" }

// UpdateShareEnded ends whatever share of a citizen has not been ended, and says whether that one still held.
func UpdateShareEnded(tx *models.Tx, citizenID uuid.UUID) (bool, error) {
	var held []bool
	err := conn.Gorm(tx).Raw("update record_shares set ended_at = least(?, ends_at) where citizen_id = ? and ended_at is null returning ends_at > ?", tx.Now, citizenID, tx.Now).Scan(&held).Error
	return len(held) == 1 && held[0], models.Translate(err)
}

// DeleteShares removes shares that were over before a moment.
func DeleteShares(tx *models.Tx, before time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from record_shares where coalesce(ended_at, ends_at) < ?", before).Error)
}
