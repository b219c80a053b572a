package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Person is all that decides which shifts a volunteer can take.
type Person struct {
	Volunteer
	Name         string
	Grants       models.JSON[[]Grant]
	Availability models.JSON[[]Availability]
	Engagements  models.JSON[[]Engagement]
	// PastMinutes and PastShifts are what was worked before.
	PastMinutes, PastShifts int
}

// Grant is a duty that somebody is qualified for.
type Grant struct {
	DutyID uuid.UUID   `json:"duty_id"`
	Title  models.Text `json:"title"`
	Source string      `json:"source"`
	From   time.Time   `json:"from"`
	Until  time.Time   `json:"until"`
}

// Engagement is a seat that somebody has, of whichever activity.
type Engagement struct {
	AssignmentID uuid.UUID   `json:"id"`
	ShiftID      uuid.UUID   `json:"shift_id"`
	NeedID       uuid.UUID   `json:"need_id"`
	ActivityID   uuid.UUID   `json:"activity_id"`
	StartsAt     time.Time   `json:"starts_at"`
	EndsAt       time.Time   `json:"ends_at"`
	Place        models.Text `json:"place"`
	Online       bool        `json:"online"`
}

// engaged is how long back seats matter: a week and a day, for the maximum of a week.
const engaged = 8 * 24 * time.Hour

const people = `select v.*, u.name,
	(select coalesce(jsonb_agg(jsonb_build_object('duty_id', g.duty_id, 'title', d.title, 'source', g.source, 'from', g.granted_at, 'until', g.ends_at) order by g.ends_at desc, g.id), '[]')
		from role_grants g join duties d on d.id = g.duty_id where g.citizen_id = v.citizen_id and g.revoked_at is null) as grants,
	(select coalesce(jsonb_agg(to_jsonb(x) order by x.weekday, x.from_minute, x.starts_at, x.id), '[]') from volunteer_availability x where x.citizen_id = v.citizen_id) as availability,
	(select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'shift_id', a.shift_id, 'need_id', a.need_id, 'activity_id', s.activity_id, 'starts_at', a.starts_at,
			'ends_at', a.ends_at, 'place', s.place, 'online', s.online) order by a.starts_at, a.id), '[]')
		from shift_assignments a join shifts s on s.id = a.shift_id where a.citizen_id = v.citizen_id and holds_seat(a.state) and a.ends_at > ?) as engagements,
	coalesce(p.minutes, 0) as past_minutes, p.shifts as past_shifts
from volunteers v join users u on u.id = v.citizen_id
cross join lateral (select count(*) as shifts, sum(extract(epoch from a.ends_at - a.starts_at) / 60)::int as minutes
	from shift_assignments a where a.citizen_id = v.citizen_id and holds_seat(a.state) and a.ends_at <= ?) p`

// FindPerson finds one volunteer.
func FindPerson(tx *models.Tx, citizenID uuid.UUID) (Person, error) {
	var p Person
	err := conn.Gorm(tx).Raw(people+" where v.citizen_id = ?", tx.Now.Add(-engaged), tx.Now, citizenID).Take(&p).Error
	return p, models.Translate(err)
}

// ListPeople answers all volunteers who are approved, and those who are in the shifts of an activity whatever they are.
func ListPeople(tx *models.Tx, activityID uuid.UUID) ([]Person, error) {
	var rows []Person
	err := conn.Gorm(tx).Raw(people+` where v.state = 'approved' or v.citizen_id in (
			select a.citizen_id from shift_assignments a join shifts s on s.id = a.shift_id where s.activity_id = ? and holds_seat(a.state))
		order by v.citizen_id`, tx.Now.Add(-engaged), tx.Now, activityID).Scan(&rows).Error
	return rows, models.Translate(err)
}
