package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Availability is when somebody can come: every week on a weekday (Monday is 1), between minutes of the day, or once.
type Availability struct {
	ID          uuid.UUID  `json:"id"`
	CitizenID   uuid.UUID  `json:"citizen_id"`
	Level       string     `json:"level"`
	Weekday     *int       `json:"weekday"`
	FromMinute  *int       `json:"from_minute"`
	UntilMinute *int       `json:"until_minute"`
	StartsAt    *time.Time `json:"starts_at"`
	EndsAt      *time.Time `json:"ends_at"`
}

// TableName names the table.
func (Availability) TableName() string { return "volunteer_availability" }

// InsertAvailability writes what somebody says, unless there are as many lines as a person may have.
func InsertAvailability(tx *models.Tx, a Availability, most int) error {
	return change(tx, `insert into volunteer_availability (id, citizen_id, level, weekday, from_minute, until_minute, starts_at, ends_at)
		select ?, ?, ?, ?::int, ?::int, ?::int, ?::timestamptz, ?::timestamptz where (select count(*) from volunteer_availability where citizen_id = ?) < ?`,
		a.ID, a.CitizenID, a.Level, a.Weekday, a.FromMinute, a.UntilMinute, a.StartsAt, a.EndsAt, a.CitizenID, most)
}

// DeleteAvailability removes a line of somebody's.
func DeleteAvailability(tx *models.Tx, citizenID, id uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from volunteer_availability where citizen_id = ? and id = ?", citizenID, id).Error)
}
