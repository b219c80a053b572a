package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Unlocked is a duty that a course has qualified somebody for, with the next shifts that look for people for it.
type Unlocked struct {
	Duty   models.Text
	EndsAt time.Time
	Shifts models.JSON[[]UnlockedShift]
}

// UnlockedShift is a shift with free seats for one duty.
type UnlockedShift struct {
	Activity uuid.UUID   `json:"activity"`
	Title    models.Text `json:"title"`
	Place    models.Text `json:"place"`
	Online   bool        `json:"online"`
	StartsAt time.Time   `json:"starts_at"`
	EndsAt   time.Time   `json:"ends_at"`
	Free     int         `json:"free"`
}

// ListUnlocked answers what a course qualifies a citizen for now, the grant that ends first in front, each with so many
// shifts to come within its time.
func ListUnlocked(tx *models.Tx, citizenID, courseID uuid.UUID, shifts int) ([]Unlocked, error) {
	var rows []Unlocked
	err := conn.Gorm(tx).Raw(`select d.title as duty, g.ends_at, coalesce(x.shifts, '[]') as shifts
		from role_grants g join duties d on d.id = g.duty_id join enrolments e on e.id = g.enrolment_id
		left join lateral (select jsonb_agg(y) as shifts from (
				select s.activity_id as activity, a.title, s.place, s.online, s.starts_at, s.ends_at, n.max - n.taken as free
				from shifts s join activities a on a.id = s.activity_id and a.state = 'published' join shift_needs n on n.shift_id = s.id
				where s.cancelled_at is null and s.starts_at > ? and s.ends_at <= g.ends_at and n.duty_id = g.duty_id and n.taken < n.max
				order by s.starts_at, s.id limit ?) y) x on true
		where g.citizen_id = ? and e.course_id = ? and g.revoked_at is null and g.ends_at > ? order by g.ends_at, g.id limit 20`,
		tx.Now, shifts, citizenID, courseID, tx.Now).Scan(&rows).Error
	return rows, models.Translate(err)
}
