package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Message is what was told to several people of an activity.
type Message struct {
	ID         uuid.UUID
	ActivityID uuid.UUID
	ShiftID    *uuid.UUID
	DutyID     *uuid.UUID
	Body       string
	SentBy     *uuid.UUID
	SentAt     time.Time
	People     int
}

// TableName names the table.
func (Message) TableName() string { return "roster_messages" }

// SentMessage is a message in the list of an activity.
type SentMessage struct {
	Message
	Name     string
	Duty     *models.Text
	StartsAt *time.Time
	EndsAt   *time.Time
}

// ListRecipients answers whom a message reaches: those who know of a seat that is not over.
func ListRecipients(tx *models.Tx, m Message) ([]uuid.UUID, error) {
	sql, args := "", []any{m.ActivityID, tx.Now}
	if m.ShiftID != nil {
		sql, args = sql+" and s.id = ?", append(args, *m.ShiftID)
	}
	if m.DutyID != nil {
		sql, args = sql+" and n.duty_id = ?", append(args, *m.DutyID)
	}
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`select distinct a.citizen_id from shift_assignments a join shifts s on s.id = a.shift_id join shift_needs n on n.id = a.need_id
		where s.activity_id = ? and a.ends_at > ? and a.told <> '' and a.state in ('assigned', 'confirmed', 'checked_in')`+sql+" order by a.citizen_id", args...).Scan(&ids).Error
	return ids, models.Translate(err)
}

// InsertMessage writes a message, and says whether it is new: one that is sent twice is there already.
func InsertMessage(tx *models.Tx, m Message) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into roster_messages (id, activity_id, shift_id, duty_id, body, sent_by, sent_at, people) values (?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do nothing`, m.ID, m.ActivityID, m.ShiftID, m.DutyID, m.Body, m.SentBy, tx.Now, m.People)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// ListMessages answers what was told in an activity, the newest first.
func ListMessages(tx *models.Tx, activityID uuid.UUID, limit int) ([]SentMessage, error) {
	var rows []SentMessage
	err := conn.Gorm(tx).Raw(`select m.*, coalesce(u.name, '') as name, d.title as duty, s.starts_at, s.ends_at from roster_messages m
		left join users u on u.id = m.sent_by left join duties d on d.id = m.duty_id left join shifts s on s.id = m.shift_id
		where m.activity_id = ? order by m.sent_at desc, m.id limit ?`, activityID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Due is a seat of which its volunteer has to be reminded.
type Due struct {
	Assignment
	ActivityID uuid.UUID
	Title      models.Text
}

// InsertReminders notes who is reminded some hours before, and answers them: each once for a beginning. Who came to the seat, or
// answered for it, when it was nearer than that needs no reminder.
func InsertReminders(tx *models.Tx, hours, unlessWithin, limit int) ([]Due, error) {
	var rows []Due
	err := conn.Gorm(tx).Raw(`with due as (
			select a.id, a.starts_at from shift_assignments a join shifts s on s.id = a.shift_id
			where a.state in ('assigned', 'confirmed') and a.told <> '' and s.cancelled_at is null
				and a.starts_at > ?::timestamptz + make_interval(hours => ?) and a.starts_at <= ?::timestamptz + make_interval(hours => ?)
				and a.changed_at <= a.starts_at - make_interval(hours => ?)
				and not exists (select from shift_reminders r where r.assignment_id = a.id and r.hours = ? and r.starts_at = a.starts_at)
			order by a.starts_at, a.id limit ? for update of a skip locked
		), noted as (
			insert into shift_reminders (assignment_id, hours, starts_at, sent_at) select id, ?, starts_at, ? from due on conflict do nothing returning assignment_id
		)
		select a.*, s.activity_id, t.title from noted join shift_assignments a on a.id = noted.assignment_id join shifts s on s.id = a.shift_id join activities t on t.id = s.activity_id
		order by a.id`, tx.Now, unlessWithin, tx.Now, hours, hours, hours, limit, hours, tx.Now).Scan(&rows).Error
	return rows, models.Translate(err)
}
