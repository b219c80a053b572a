package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a request for cover.
const (
	CoverOpen      = "open"
	CoverTaken     = "taken"
	CoverWithdrawn = "withdrawn"
	CoverExpired   = "expired"
)

// Cover is somebody who looks for whoever takes a seat over.
type Cover struct {
	ID           uuid.UUID
	AssignmentID uuid.UUID
	State        string
	Note         string
	AskedAt      time.Time
	EndedAt      *time.Time
	TakenBy      *uuid.UUID
}

// TableName names the table.
func (Cover) TableName() string { return "cover_requests" }

// InsertCover writes a request. A seat that is looked after already is ErrConflict.
func InsertCover(tx *models.Tx, c Cover) error {
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}

// InsertCoverAsks notes who was asked.
func InsertCoverAsks(tx *models.Tx, request uuid.UUID, citizens []uuid.UUID) error {
	for _, id := range citizens {
		if err := conn.Gorm(tx).Exec("insert into cover_asks (request_id, citizen_id, asked_at) values (?, ?, ?)", request, id, tx.Now).Error; err != nil {
			return models.Translate(err)
		}
	}
	return nil
}

// FindCover finds a request.
func FindCover(tx *models.Tx, id uuid.UUID) (Cover, error) {
	var c Cover
	return c, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&c).Error)
}

// LockCover finds a request and holds it. The caller holds volunteers, the shift and the seat.
func LockCover(tx *models.Tx, id uuid.UUID) (Cover, error) {
	var c Cover
	return c, models.Translate(conn.Gorm(tx).Raw("select * from cover_requests where id = ? for update", id).Take(&c).Error)
}

// UpdateCoverEnded ends a request that is open.
func UpdateCoverEnded(tx *models.Tx, id uuid.UUID, state string, by *uuid.UUID) error {
	return change(tx, "update cover_requests set state = ?, ended_at = ?, taken_by = ? where id = ? and state = 'open'", state, tx.Now, by, id)
}

// WasAsked says whether somebody was asked for a request.
func WasAsked(tx *models.Tx, request, citizen uuid.UUID) (bool, error) {
	var n int
	err := conn.Gorm(tx).Raw("select count(*) from cover_asks where request_id = ? and citizen_id = ?", request, citizen).Scan(&n).Error
	return n > 0, models.Translate(err)
}

// UpdateDeclined notes that somebody has said no, and says whether that is new.
func UpdateDeclined(tx *models.Tx, request, citizen uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec("update cover_asks set declined_at = ? where request_id = ? and citizen_id = ? and declined_at is null", tx.Now, request, citizen)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// LastAsked is when each was asked last, whatever for.
func LastAsked(tx *models.Tx) (map[uuid.UUID]time.Time, error) {
	var rows []struct {
		CitizenID uuid.UUID
		AskedAt   time.Time
	}
	err := conn.Gorm(tx).Raw("select citizen_id, max(asked_at) as asked_at from cover_asks group by citizen_id").Scan(&rows).Error
	all := map[uuid.UUID]time.Time{}
	for _, r := range rows {
		all[r.CitizenID] = r.AskedAt
	}
	return all, models.Translate(err)
}

// ListAsked answers who was asked for a request.
func ListAsked(tx *models.Tx, request uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select citizen_id from cover_asks where request_id = ? order by citizen_id", request).Scan(&ids).Error
	return ids, models.Translate(err)
}

// ExpireCovers ends the requests for seats that have begun, or are nobody's any more.
func ExpireCovers(tx *models.Tx) error {
	return models.Translate(conn.Gorm(tx).Exec(`update cover_requests c set state = 'expired', ended_at = ? from shift_assignments a
		where a.id = c.assignment_id and c.state = 'open' and (a.starts_at <= ? or a.state not in ('assigned', 'confirmed'))`, tx.Now, tx.Now).Error)
}
