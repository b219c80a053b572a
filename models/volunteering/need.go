package volunteering

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Need is how many people a shift needs for a duty, and who may be one of them. Taken is counted by the schema.
type Need struct {
	ID        uuid.UUID
	ShiftID   uuid.UUID
	DutyID    uuid.UUID
	Min, Max  int
	Qualified bool
	MinAge    int
	MaxAge    int
	Languages models.JSON[[]string]
	Taken     int
}

// TableName names the table.
func (Need) TableName() string { return "shift_needs" }

// InsertNeeds writes needs.
func InsertNeeds(tx *models.Tx, needs []Need) error {
	if len(needs) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).CreateInBatches(&needs, 200).Error)
}

// ListNeeds answers the needs of shifts.
func ListNeeds(tx *models.Tx, shifts []uuid.UUID) ([]Need, error) {
	var rows []Need
	err := conn.Gorm(tx).Where("shift_id in ?", shifts).Order("id").Find(&rows).Error
	return rows, models.Translate(err)
}

// FindNeed finds a need.
func FindNeed(tx *models.Tx, id uuid.UUID) (Need, error) {
	var n Need
	return n, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&n).Error)
}

// UpdateNeed writes how many a need needs, and whom. The caller holds the shift.
func UpdateNeed(tx *models.Tx, n Need) error {
	return change(tx, "update shift_needs set min = ?, max = ?, qualified = ?, min_age = ?, max_age = ?, languages = ? where id = ?",
		n.Min, n.Max, n.Qualified, n.MinAge, n.MaxAge, n.Languages, n.ID)
}

// DeleteNeed removes a need that nobody was ever assigned to; any other is ErrConflict.
func DeleteNeed(tx *models.Tx, id uuid.UUID) error {
	return change(tx, "delete from shift_needs where id = ?", id)
}
