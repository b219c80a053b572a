// Package meetings is the rows of town halls, roundtables, seminars and open lectures: what they are, who comes, what is
// asked and what came of it. It decides nothing; what the schema refuses is ErrConflict.
package meetings

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a meeting. That it is over is told by the clock.
const (
	Draft     = "draft"
	Published = "published"
	Cancelled = "cancelled"
)

// Meeting is one.
type Meeting struct {
	ID            uuid.UUID
	AgendaID      uuid.UUID
	Kind          string
	Series        models.Text
	State         string
	Title         models.Text
	Summary       models.Text
	Place         models.Text
	OnlineURL     string
	Accessibility models.Text
	Contact       string
	Languages     models.JSON[[]string]
	StartsAt      time.Time
	EndsAt        time.Time
	OpensAt       time.Time
	ClosesAt      time.Time
	Capacity      int
	// Taken is kept by the schema.
	Taken       int
	OfferHours  int
	Version     int
	Reason      string
	CreatedBy   *uuid.UUID
	CreatedAt   time.Time
	PublishedAt *time.Time
}

const meetingColumns = "p.id, p.agenda_id, p.kind, p.series, p.state, p.title, p.summary, p.place, p.online_url, p.accessibility, p.contact, p.languages, p.starts_at, p.ends_at, " +
	"p.opens_at, p.closes_at, p.capacity, p.taken, p.offer_hours, p.version, p.reason, p.created_by, p.created_at, p.published_at"

// FindMeeting finds a meeting.
func FindMeeting(tx *models.Tx, id uuid.UUID) (Meeting, error) {
	var m Meeting
	return m, models.Translate(conn.Gorm(tx).Raw("select "+meetingColumns+" from meetings p where p.id = ?", id).Take(&m).Error)
}

// LockMeeting finds a meeting and holds its row: whoever gives or frees seats does.
func LockMeeting(tx *models.Tx, id uuid.UUID) (Meeting, error) {
	var m Meeting
	return m, models.Translate(conn.Gorm(tx).Raw("select "+meetingColumns+" from meetings p where p.id = ? for no key update", id).Take(&m).Error)
}

// InsertMeeting writes a meeting.
func InsertMeeting(tx *models.Tx, m Meeting) error {
	return exec(tx, `insert into meetings (id, agenda_id, kind, series, title, summary, place, online_url, accessibility, contact, languages, starts_at, ends_at, opens_at, closes_at, capacity,
			offer_hours, created_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.AgendaID, m.Kind, m.Series, m.Title, m.Summary, m.Place, m.OnlineURL, m.Accessibility, m.Contact, m.Languages, m.StartsAt, m.EndsAt, m.OpensAt, m.ClosesAt, m.Capacity,
		m.OfferHours, m.CreatedBy, tx.Now)
}

// UpdateMeeting writes what a meeting says; one that has changed since a version is ErrStale.
func UpdateMeeting(tx *models.Tx, m Meeting) error {
	return change(tx, `update meetings set agenda_id = ?, kind = ?, series = ?, title = ?, summary = ?, place = ?, online_url = ?, accessibility = ?, contact = ?, languages = ?,
			starts_at = ?, ends_at = ?, opens_at = ?, closes_at = ?, capacity = ?, offer_hours = ?, version = version + 1 where id = ? and version = ?`,
		m.AgendaID, m.Kind, m.Series, m.Title, m.Summary, m.Place, m.OnlineURL, m.Accessibility, m.Contact, m.Languages, m.StartsAt, m.EndsAt, m.OpensAt, m.ClosesAt, m.Capacity, m.OfferHours,
		m.ID, m.Version)
}

// UpdateState publishes or cancels a meeting.
func UpdateState(tx *models.Tx, id uuid.UUID, state, reason string) error {
	return change(tx, "update meetings set state = ?, reason = ?, published_at = coalesce(published_at, ?), version = version + 1 where id = ?", state, reason, tx.Now, id)
}

// exec is a statement that may touch nothing.
func exec(tx *models.Tx, sql string, args ...any) error {
	return models.Translate(conn.Gorm(tx).Exec(sql, args...).Error)
}

// change is exec for what must touch a row; where it touches none, that is ErrStale.
func change(tx *models.Tx, sql string, args ...any) error {
	done := conn.Gorm(tx).Exec(sql, args...)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrStale
	}
	return models.Translate(done.Error)
}

// UpdateReminded notes that those who have a seat are reminded of the meetings that begin within a time, and answers these:
// each once for a beginning, and none that was published nearer than that.
func UpdateReminded(tx *models.Tx, within time.Duration, limit int) ([]Meeting, error) {
	var rows []Meeting
	err := conn.Gorm(tx).Raw(`update meetings p set reminded_for = p.starts_at where p.id in (
			select m.id from meetings m where m.state = 'published' and m.reminded_for is distinct from m.starts_at and m.starts_at > ? and m.starts_at <= ?
				and m.published_at <= m.starts_at - make_interval(secs => ?) order by m.starts_at limit ? for no key update skip locked)
		returning p.id, p.starts_at`, tx.Now, tx.Now.Add(within), within.Seconds(), limit).Scan(&rows).Error
	return rows, models.Translate(err)
}
