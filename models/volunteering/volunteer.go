package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a volunteer.
const (
	Applied  = "applied"
	Approved = "approved"
	Paused   = "paused"
	Refused  = "refused"
	Ended    = "ended"
)

// Volunteer is somebody who offers to help. Limits are minutes, 0 for none; a year of birth that is not told is 0.
type Volunteer struct {
	CitizenID      uuid.UUID `gorm:"primaryKey"`
	State          string
	Motivation     string
	Languages      models.JSON[[]string]
	BirthYear      int
	MaxDayMinutes  int
	MaxWeekMinutes int
	Term           string
	EndsAt         *time.Time
	AppliedAt      time.Time
	DecidedAt      *time.Time
	DecidedBy      *uuid.UUID
	Answer         string
	// PortalID is under which name the national volunteer portal knows them, once they have consented.
	PortalID          string
	PortalConsentedAt *time.Time
}

// ListedVolunteer is a volunteer in the list of those who look after them.
type ListedVolunteer struct {
	Volunteer
	Name   string
	Duties models.JSON[[]models.Text]
	// Shifts are those to come, Minutes what they take.
	Shifts, Minutes int
}

// LockVolunteer finds a volunteer and holds the row, before any shift is held.
func LockVolunteer(tx *models.Tx, citizenID uuid.UUID) (Volunteer, error) {
	var v Volunteer
	return v, models.Translate(conn.Gorm(tx).Raw("select * from volunteers where citizen_id = ? for update", citizenID).Take(&v).Error)
}

// LockVolunteers holds several in one order.
func LockVolunteers(tx *models.Tx, citizens []uuid.UUID) error {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select citizen_id from volunteers where citizen_id in ? order by citizen_id for update", citizens).Scan(&ids).Error
	return models.Translate(err)
}

// SaveApplication writes an application. It is open again unless it is approved or paused.
func SaveApplication(tx *models.Tx, v Volunteer) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into volunteers (citizen_id, state, motivation, languages, birth_year, max_day_minutes, max_week_minutes, applied_at)
		values (?, 'applied', ?, ?, ?, ?, ?, ?)
		on conflict (citizen_id) do update set motivation = excluded.motivation, languages = excluded.languages, birth_year = excluded.birth_year,
			max_day_minutes = excluded.max_day_minutes, max_week_minutes = excluded.max_week_minutes,
			applied_at = case when volunteers.state in ('refused', 'ended') then excluded.applied_at else volunteers.applied_at end,
			state = case when volunteers.state in ('refused', 'ended') then 'applied' else volunteers.state end`,
		v.CitizenID, v.Motivation, v.Languages, v.BirthYear, v.MaxDayMinutes, v.MaxWeekMinutes, tx.Now).Error)
}

// UpdateDecided writes what was decided about a volunteer.
func UpdateDecided(tx *models.Tx, v Volunteer) error {
	return change(tx, "update volunteers set state = ?, term = ?, ends_at = ?, answer = ?, decided_at = ?, decided_by = ? where citizen_id = ?",
		v.State, v.Term, v.EndsAt, v.Answer, tx.Now, v.DecidedBy, v.CitizenID)
}

// ListVolunteers answers those in a state, or all, who applied last first. Who looks at whom is noted by the same statement.
func ListVolunteers(tx *models.Tx, actor uuid.UUID, state string, after models.Cursor, limit int) ([]ListedVolunteer, error) {
	where, args := "true", []any{}
	if state != "" {
		where, args = "v.state = ?", append(args, state)
	}
	if after.ID != uuid.Nil {
		where, args = where+" and (v.applied_at, v.citizen_id) < (?, ?)", append(args, after.At, after.ID)
	}
	args = append(args, limit, models.NewID(), tx.Now, actor, tx.Now, tx.Now)
	var rows []ListedVolunteer
	err := conn.Gorm(tx).Raw(`with page as (
			select v.* from volunteers v where `+where+` order by v.applied_at desc, v.citizen_id desc limit ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, object_kind, details)
			select ?, ?, ?, 'volunteers.listed', 'volunteer', jsonb_build_object('citizens', string_agg(citizen_id::text, ' ')) from page having count(*) > 0
		)
		select v.*, u.name,
			(select coalesce(jsonb_agg(distinct d.title), '[]') from role_grants g join duties d on d.id = g.duty_id
				where g.citizen_id = v.citizen_id and g.revoked_at is null and g.ends_at > ?) as duties,
			w.shifts, coalesce(w.minutes, 0) as minutes
		from page v join users u on u.id = v.citizen_id
		cross join lateral (select count(*) as shifts, sum(extract(epoch from a.ends_at - a.starts_at) / 60)::int as minutes from shift_assignments a
			where a.citizen_id = v.citizen_id and holds_seat(a.state) and a.ends_at > ?) w
		order by v.applied_at desc, v.citizen_id desc`, args...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountVolunteers counts those in a state.
func CountVolunteers(tx *models.Tx, state string) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from volunteers where state = ?", state).Scan(&n).Error)
}
