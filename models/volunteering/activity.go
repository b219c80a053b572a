// Package volunteering is the rows of volunteers' work: activities with their shifts and needs, who offers to help and when,
// who does what, and rosters that are proposed. It decides nothing; what the schema refuses is ErrConflict.
package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of an activity.
const (
	Draft     = "draft"
	Published = "published"
	Closed    = "closed"
)

// Activity is what volunteers help with. The limits are minutes, 0 for none.
type Activity struct {
	ID             uuid.UUID
	Kind           string
	State          string
	AgendaID       uuid.UUID
	Title          models.Text
	Summary        models.Text
	Place          models.Text
	MeetingPoint   models.Text
	Accessibility  models.Text
	Contact        string
	StartsOn       *time.Time
	EndsOn         *time.Time
	OpensAt        *time.Time
	TravelMinutes  int
	RestMinutes    int
	MaxDayMinutes  int
	MaxWeekMinutes int
	WithdrawHours  int
	OfferHours     int
	// SwapAutomatic says that a swap which both want holds without a coordinator.
	SwapAutomatic bool
	// NightAge is from which age on somebody may work at night, 0 from any.
	NightAge int
	// Coordinators look after it; nobody named is everybody who may coordinate.
	Coordinators models.JSON[[]uuid.UUID]
	Version      int
	CreatedBy    *uuid.UUID
	CreatedAt    time.Time
	PublishedAt  *time.Time
}

// ListedActivity is an activity in a list.
type ListedActivity struct {
	Activity
	// Shifts are those to come, Seats what they need at most, Taken how many are given, Waiting how many are in line.
	Shifts, Seats, Taken, Waiting int
	// Duties are what is needed; Mine are how many of them the reader is qualified for.
	Duties models.JSON[[]models.Text]
	Mine   int
	// Next is when the next shift begins.
	Next *time.Time
}

const listedActivities = `select a.*, coalesce(n.shifts, 0) as shifts, coalesce(n.seats, 0) as seats, coalesce(n.taken, 0) as taken, coalesce(n.waiting, 0) as waiting,
	coalesce(n.duties, '[]') as duties, coalesce(n.mine, 0) as mine, n.next
from activities a
left join lateral (
	select count(distinct s.id) as shifts, sum(n.max) as seats, sum(n.taken) as taken, min(s.starts_at) as next,
		sum((select count(*) from shift_assignments x where x.need_id = n.id and x.state = 'waitlisted')) as waiting,
		jsonb_agg(distinct d.title) as duties,
		count(*) filter (where not n.qualified or exists (
			select from role_grants g where g.duty_id = n.duty_id and g.citizen_id = ? and g.revoked_at is null and g.ends_at > s.starts_at)) as mine
	from shifts s join shift_needs n on n.shift_id = s.id join duties d on d.id = n.duty_id
	where s.activity_id = a.id and s.cancelled_at is null and s.ends_at > ?
) n on true`

// ListPublished answers activities that are published, the newest first: all, or those with a shift that the reader is
// qualified for.
func ListPublished(tx *models.Tx, reader uuid.UUID, mine bool, after models.Cursor, limit int) ([]ListedActivity, error) {
	sql, args := listedActivities+" where a.state = 'published'", []any{reader, tx.Now}
	if mine {
		sql += " and n.mine > 0"
	}
	if after.ID != uuid.Nil {
		sql, args = sql+" and (a.published_at, a.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []ListedActivity
	err := conn.Gorm(tx).Raw(sql+" order by a.published_at desc, a.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListActivities answers the activities that somebody looks after, or all, the newest first.
func ListActivities(tx *models.Tx, by uuid.UUID, all bool, after models.Cursor, limit int) ([]ListedActivity, error) {
	sql, args := listedActivities+" where (? or a.coordinators = '[]' or a.coordinators @> to_jsonb(?::text))", []any{uuid.Nil, tx.Now, all, by.String()}
	if after.ID != uuid.Nil {
		sql, args = sql+" and a.id < ?", append(args, after.ID)
	}
	var rows []ListedActivity
	err := conn.Gorm(tx).Raw(sql+" order by a.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// FindActivity finds an activity.
func FindActivity(tx *models.Tx, id uuid.UUID) (Activity, error) {
	var a Activity
	return a, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&a).Error)
}

// LockActivity finds an activity and holds its row.
func LockActivity(tx *models.Tx, id uuid.UUID) (Activity, error) {
	var a Activity
	return a, models.Translate(conn.Gorm(tx).Raw("select * from activities where id = ? for no key update", id).Take(&a).Error)
}

// InsertActivity writes an activity.
func InsertActivity(tx *models.Tx, a Activity) error {
	return models.Translate(conn.Gorm(tx).Create(&a).Error)
}

// UpdateActivity writes what an activity says; one that has changed since a version is ErrStale.
func UpdateActivity(tx *models.Tx, a Activity) error {
	return change(tx, `update activities set kind = ?, agenda_id = ?, title = ?, summary = ?, place = ?, meeting_point = ?, accessibility = ?, contact = ?,
		starts_on = ?, ends_on = ?, opens_at = ?, travel_minutes = ?, rest_minutes = ?, max_day_minutes = ?, max_week_minutes = ?, withdraw_hours = ?, offer_hours = ?, swap_automatic = ?, night_age = ?,
		version = version + 1 where id = ? and version = ?`, a.Kind, a.AgendaID, a.Title, a.Summary, a.Place, a.MeetingPoint, a.Accessibility, a.Contact,
		a.StartsOn, a.EndsOn, a.OpensAt, a.TravelMinutes, a.RestMinutes, a.MaxDayMinutes, a.MaxWeekMinutes, a.WithdrawHours, a.OfferHours, a.SwapAutomatic, a.NightAge, a.ID, a.Version)
}

// UpdateCoordinators writes who looks after an activity.
func UpdateCoordinators(tx *models.Tx, id uuid.UUID, coordinators []uuid.UUID) error {
	return change(tx, "update activities set coordinators = ?, version = version + 1 where id = ?", models.JSON[[]uuid.UUID]{V: coordinators}, id)
}

// Named is somebody by name.
type Named struct {
	ID   uuid.UUID
	Name string
}

// ListCoordinators answers everybody who may coordinate, by name.
func ListCoordinators(tx *models.Tx) ([]Named, error) {
	var rows []Named
	err := conn.Gorm(tx).Raw(`select u.id, u.name from users u where exists (select from user_roles r where r.user_id = u.id and r.role = 'coordinator')
		order by u.name, u.id limit 200`).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateActivityState publishes, closes or reopens an activity.
func UpdateActivityState(tx *models.Tx, id uuid.UUID, state string) error {
	return change(tx, "update activities set state = ?, published_at = coalesce(published_at, ?), version = version + 1 where id = ?", state, tx.Now, id)
}
