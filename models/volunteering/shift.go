package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Shift is a period of work at a place. It is never removed: what was worked in it stays.
type Shift struct {
	ID          uuid.UUID   `json:"id"`
	ActivityID  uuid.UUID   `json:"activity_id"`
	StartsAt    time.Time   `json:"starts_at"`
	EndsAt      time.Time   `json:"ends_at"`
	Place       models.Text `json:"place"`
	Online      bool        `json:"online"`
	Version     int         `json:"version"`
	CancelledAt *time.Time  `json:"cancelled_at"`
	CreatedAt   time.Time   `json:"created_at"`
	// ImportID is the table that it came with.
	ImportID *uuid.UUID `json:"import_id"`
}

// InsertShifts writes shifts.
func InsertShifts(tx *models.Tx, shifts []Shift) error {
	if len(shifts) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).CreateInBatches(&shifts, 200).Error)
}

// FindShift finds a shift.
func FindShift(tx *models.Tx, id uuid.UUID) (Shift, error) {
	var s Shift
	return s, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&s).Error)
}

// LockShift finds a shift and holds its row. Whoever wants to hold a volunteer as well does so before.
func LockShift(tx *models.Tx, id uuid.UUID) (Shift, error) {
	var s Shift
	return s, models.Translate(conn.Gorm(tx).Raw("select * from shifts where id = ? for update", id).Take(&s).Error)
}

// LockShiftsOf holds the shifts of needs in one order.
func LockShiftsOf(tx *models.Tx, needs []uuid.UUID) error {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select id from shifts where id in (select shift_id from shift_needs where id in ?) order by id for update", needs).Scan(&ids).Error
	return models.Translate(err)
}

// UpdateShift moves a shift, and with it the periods of its assignments; one that has changed since a version is ErrStale.
func UpdateShift(tx *models.Tx, s Shift) error {
	return change(tx, "update shifts set starts_at = ?, ends_at = ?, place = ?, online = ?, version = version + 1 where id = ? and version = ? and cancelled_at is null",
		s.StartsAt, s.EndsAt, s.Place, s.Online, s.ID, s.Version)
}

// UpdateShiftCancelled cancels a shift.
func UpdateShiftCancelled(tx *models.Tx, id uuid.UUID) error {
	return change(tx, "update shifts set cancelled_at = ?, version = version + 1 where id = ? and cancelled_at is null", tx.Now, id)
}

// change makes ErrStale of a statement that has met no row.
func change(tx *models.Tx, sql string, args ...any) error {
	done := conn.Gorm(tx).Exec(sql, args...)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrStale
	}
	return models.Translate(done.Error)
}
