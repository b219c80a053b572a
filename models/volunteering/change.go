package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Change is what a coordinator did to a seat. Version is the one that it has left the seat with.
type Change struct {
	ID           uuid.UUID
	Batch        uuid.UUID
	ActivityID   uuid.UUID
	ActorID      uuid.UUID
	At           time.Time
	AssignmentID uuid.UUID
	// Before is what the seat was, nil for one that was made.
	Before   *models.JSON[Standing]
	Version  int
	UndoneAt *time.Time
}

// TableName names the table.
func (Change) TableName() string { return "roster_changes" }

// Standing is how a seat stood before it was changed.
type Standing struct {
	State        string     `json:"state"`
	NeedID       uuid.UUID  `json:"need_id"`
	Origin       string     `json:"origin"`
	QueueNo      *int64     `json:"queue_no"`
	OfferedUntil *time.Time `json:"offered_until"`
	Overridden   string     `json:"overridden"`
	Reason       string     `json:"reason"`
}

// InsertChange writes a change.
func InsertChange(tx *models.Tx, c Change) error {
	c.ID, c.At = models.NewID(), tx.Now
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}

// ListLastChanges answers all of the last deed of somebody on a board since a time, unless it was taken back.
func ListLastChanges(tx *models.Tx, activityID, actorID uuid.UUID, since time.Time) ([]Change, error) {
	var rows []Change
	err := conn.Gorm(tx).Raw(`select * from roster_changes where batch = (
			select batch from roster_changes where activity_id = ? and actor_id = ? and undone_at is null and at > ? order by at desc, id desc limit 1
		) order by id`, activityID, actorID, since).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateUndone notes that a deed was taken back.
func UpdateUndone(tx *models.Tx, batch uuid.UUID) error {
	return change(tx, "update roster_changes set undone_at = ? where batch = ? and undone_at is null", tx.Now, batch)
}

// DeleteChangesBefore forgets what can no longer be taken back.
func DeleteChangesBefore(tx *models.Tx, before time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from roster_changes where at < ?", before).Error)
}
