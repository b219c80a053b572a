package meetings

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a registration.
const (
	Registered = "registered"
	Waitlisted = "waitlisted"
	Offered    = "offered"
	Confirmed  = "confirmed"
	Attended   = "attended"
	NoShow     = "no_show"
	Left       = "cancelled"
)

// Registration is one person at one meeting, or in line for it.
type Registration struct {
	ID           uuid.UUID  `json:"id"`
	MeetingID    uuid.UUID  `json:"meeting_id"`
	CitizenID    uuid.UUID  `json:"citizen_id"`
	State        string     `json:"state"`
	Line         *int       `json:"line"`
	OfferedUntil *time.Time `json:"offered_until"`
	AttendedAt   *time.Time `json:"attended_at"`
	How          *string    `json:"how"`
	Unmarked     *string    `json:"unmarked"`
	Version      int        `json:"version"`
	RegisteredAt time.Time  `json:"registered_at"`
	ChangedAt    time.Time  `json:"changed_at"`
}

const registrationColumns = "r.id, r.meeting_id, r.citizen_id, r.state, r.line, r.offered_until, r.attended_at, r.how, r.unmarked, r.version, r.registered_at, r.changed_at"

// FindRegistration finds one.
func FindRegistration(tx *models.Tx, id uuid.UUID) (Registration, error) {
	var r Registration
	return r, models.Translate(conn.Gorm(tx).Raw("select "+registrationColumns+" from meeting_registrations r where r.id = ?", id).Take(&r).Error)
}

// FindOwn finds somebody's registration for a meeting.
func FindOwn(tx *models.Tx, meetingID, citizenID uuid.UUID) (Registration, error) {
	var r Registration
	err := conn.Gorm(tx).Raw("select "+registrationColumns+" from meeting_registrations r where r.meeting_id = ? and r.citizen_id = ?", meetingID, citizenID).Take(&r).Error
	return r, models.Translate(err)
}

// InsertRegistration writes one. The caller holds the meeting; a second one of the same person is ErrConflict.
func InsertRegistration(tx *models.Tx, r Registration) error {
	return exec(tx, "insert into meeting_registrations (id, meeting_id, citizen_id, state, line, registered_at, changed_at) values (?, ?, ?, ?, ?, ?, ?)",
		r.ID, r.MeetingID, r.CitizenID, r.State, r.Line, tx.Now, tx.Now)
}

// UpdateRegistration writes where one stands. The caller holds the meeting.
func UpdateRegistration(tx *models.Tx, r Registration) error {
	return change(tx, `update meeting_registrations set state = ?, line = ?, offered_until = ?, attended_at = ?, how = ?, unmarked = ?, version = version + 1, changed_at = ? where id = ? and version = ?`,
		r.State, r.Line, r.OfferedUntil, r.AttendedAt, r.How, r.Unmarked, tx.Now, r.ID, r.Version)
}

// LastInLine is the number of the last place in the line of a meeting, 0 where nobody waits.
func LastInLine(tx *models.Tx, meetingID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select coalesce(max(line), 0) from meeting_registrations where meeting_id = ? and state = 'waitlisted'", meetingID).Scan(&n).Error)
}

// ListLine answers who is first in line.
func ListLine(tx *models.Tx, meetingID uuid.UUID, limit int) ([]Registration, error) {
	var rows []Registration
	err := conn.Gorm(tx).Raw("select "+registrationColumns+" from meeting_registrations r where r.meeting_id = ? and r.state = 'waitlisted' order by r.line limit ?", meetingID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListExpired answers offers that nobody has answered in time.
func ListExpired(tx *models.Tx, limit int) ([]Registration, error) {
	var rows []Registration
	err := conn.Gorm(tx).Raw("select "+registrationColumns+" from meeting_registrations r where r.state = 'offered' and r.offered_until <= ? order by r.offered_until, r.id limit ?", tx.Now, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountRegistrations counts who has ever registered for a meeting.
func CountRegistrations(tx *models.Tx, meetingID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from meeting_registrations where meeting_id = ?", meetingID).Scan(&n).Error)
}

// ListConcerned answers whom a change of a meeting concerns, in the order of their IDs, behind one of them.
func ListConcerned(tx *models.Tx, meetingID, after uuid.UUID, states []string, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select citizen_id from meeting_registrations where meeting_id = ? and citizen_id > ? and state in ? order by citizen_id limit ?", meetingID, after, states, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

// CountTries counts the codes that somebody has typed wrongly at a meeting.
func CountTries(tx *models.Tx, registrationID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from meeting_tries where registration_id = ?", registrationID).Scan(&n).Error)
}

// InsertTry counts one more.
func InsertTry(tx *models.Tx, registrationID uuid.UUID, number int) error {
	return exec(tx, "insert into meeting_tries (registration_id, number, tried_at) values (?, ?, ?)", registrationID, number, tx.Now)
}
