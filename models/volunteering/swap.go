package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a swap.
const (
	SwapOffered  = "offered"
	SwapAccepted = "accepted"
	SwapApproved = "approved"
	SwapRefused  = "refused"
	SwapExpired  = "expired"
)

// Swap is two seats whose people would change places.
type Swap struct {
	ID         uuid.UUID
	ActivityID uuid.UUID
	FromID     uuid.UUID
	ToID       uuid.UUID
	State      string
	Reason     string
	OfferedAt  time.Time
	ExpiresAt  time.Time
	AcceptedAt *time.Time
	EndedAt    *time.Time
	EndedBy    *uuid.UUID
}

// TableName names the table.
func (Swap) TableName() string { return "shift_swaps" }

// SwapSeat is one side of a swap as it is shown.
type SwapSeat struct {
	ID        uuid.UUID   `json:"id"`
	CitizenID uuid.UUID   `json:"citizen_id"`
	Name      string      `json:"name"`
	State     string      `json:"state"`
	StartsAt  time.Time   `json:"starts_at"`
	EndsAt    time.Time   `json:"ends_at"`
	Place     models.Text `json:"place"`
	Online    bool        `json:"online"`
	Duty      models.Text `json:"duty"`
}

// ShownSwap is a swap with its two sides.
type ShownSwap struct {
	Swap
	Title    models.Text
	From, To models.JSON[SwapSeat]
}

// InsertSwap writes a swap. A seat that is offered already is ErrConflict.
func InsertSwap(tx *models.Tx, s Swap) error {
	return models.Translate(conn.Gorm(tx).Create(&s).Error)
}

// FindSwap finds a swap.
func FindSwap(tx *models.Tx, id uuid.UUID) (Swap, error) {
	var s Swap
	return s, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&s).Error)
}

// LockSwap finds a swap and holds it. The caller holds volunteers, shifts and seats.
func LockSwap(tx *models.Tx, id uuid.UUID) (Swap, error) {
	var s Swap
	return s, models.Translate(conn.Gorm(tx).Raw("select * from shift_swaps where id = ? for update", id).Take(&s).Error)
}

// UpdateSwap writes how a swap stands.
func UpdateSwap(tx *models.Tx, s Swap) error {
	return change(tx, "update shift_swaps set state = ?, reason = ?, accepted_at = ?, ended_at = ?, ended_by = ? where id = ?",
		s.State, s.Reason, s.AcceptedAt, s.EndedAt, s.EndedBy, s.ID)
}

// ExpireSwapsOf ends all other swaps of seats that are no longer anybody's.
func ExpireSwapsOf(tx *models.Tx, seats ...uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update shift_swaps set state = 'expired', ended_at = ? where state in ('offered', 'accepted') and (from_id in ? or to_id in ?)", tx.Now, seats, seats).Error)
}

// seatLost says of a swap w that one of its seats is no longer held.
const seatLost = "exists (select from shift_assignments x where x.id in (w.from_id, w.to_id) and x.state not in ('assigned', 'confirmed'))"

// ListExpiredSwaps answers those that nobody has answered or decided in time, or that have lost a seat.
func ListExpiredSwaps(tx *models.Tx, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`select w.id from shift_swaps w where w.state in ('offered', 'accepted') and (w.expires_at <= ? or `+seatLost+`) order by w.expires_at limit ?`, tx.Now, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

const swapSide = `(select jsonb_build_object('id', a.id, 'citizen_id', a.citizen_id, 'name', u.name, 'state', a.state, 'starts_at', a.starts_at, 'ends_at', a.ends_at,
		'place', s.place, 'online', s.online, 'duty', d.title)
	from shift_assignments a join users u on u.id = a.citizen_id join shifts s on s.id = a.shift_id join shift_needs n on n.id = a.need_id join duties d on d.id = n.duty_id
	where a.id = `

const shownSwaps = `select w.*, t.title, ` + swapSide + `w.from_id) as "from", ` + swapSide + `w.to_id) as "to" from shift_swaps w join activities t on t.id = w.activity_id`

// ListSwaps answers the swaps of an activity, those that wait for a coordinator first.
func ListSwaps(tx *models.Tx, activityID uuid.UUID, limit int) ([]ShownSwap, error) {
	var rows []ShownSwap
	err := conn.Gorm(tx).Raw(shownSwaps+` where w.activity_id = ? order by (w.state = 'accepted') desc, (w.state = 'offered') desc, w.id desc limit ?`, activityID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// OwnChange is a swap or a request for cover that concerns somebody. For cover there is no To.
type OwnChange struct {
	Kind       string // swap, cover
	ID         uuid.UUID
	ActivityID uuid.UUID
	Title      models.Text
	State      string
	Note       string
	// Until is when it ends by itself.
	Until    time.Time
	From, To models.JSON[SwapSeat]
	// Asked are how many were asked for cover, Declined how many of them have said no.
	Asked, Declined int
}

// ListOwnChanges answers the open swaps that somebody has a side in, the open requests for cover of somebody, and those that
// somebody was asked for and has not declined.
func ListOwnChanges(tx *models.Tx, citizenID uuid.UUID) ([]OwnChange, error) {
	var rows []OwnChange
	err := conn.Gorm(tx).Raw(`select 'swap' as kind, w.id, w.activity_id, t.title, w.state, '' as note, w.expires_at as until,
			`+swapSide+`w.from_id) as "from", `+swapSide+`w.to_id) as "to", 0 as asked, 0 as declined
		from shift_swaps w join activities t on t.id = w.activity_id
		where w.state in ('offered', 'accepted') and w.expires_at > ? and not `+seatLost+`
			and exists (select from shift_assignments a where a.id in (w.from_id, w.to_id) and a.citizen_id = ?)
		union all select 'cover', c.id, s.activity_id, t.title, c.state, c.note, x.starts_at, `+swapSide+`c.assignment_id), '{}',
			(select count(*) from cover_asks k where k.request_id = c.id), (select count(*) from cover_asks k where k.request_id = c.id and k.declined_at is not null)
		from cover_requests c join shift_assignments x on x.id = c.assignment_id join shifts s on s.id = x.shift_id join activities t on t.id = s.activity_id
		where c.state = 'open' and x.starts_at > ? and x.state in ('assigned', 'confirmed') and s.cancelled_at is null
			and (x.citizen_id = ? or exists (select from cover_asks k where k.request_id = c.id and k.citizen_id = ? and k.declined_at is null))
		order by until, id`, tx.Now, citizenID, tx.Now, citizenID, citizenID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// LockShifts holds shifts in one order.
func LockShifts(tx *models.Tx, shifts ...uuid.UUID) error {
	var ids []uuid.UUID
	return models.Translate(conn.Gorm(tx).Raw("select id from shifts where id in ? order by id for update", shifts).Scan(&ids).Error)
}

// ListSeated answers the volunteers who have a confirmed seat of an activity that is to come.
func ListSeated(tx *models.Tx, activityID uuid.UUID) ([]Person, error) {
	var rows []Person
	err := conn.Gorm(tx).Raw(people+` where v.citizen_id in (select a.citizen_id from shift_assignments a join shifts s on s.id = a.shift_id
		where s.activity_id = ? and a.state = 'confirmed' and a.starts_at > ?) order by v.citizen_id`, tx.Now.Add(-engaged), tx.Now, activityID, tx.Now).Scan(&rows).Error
	return rows, models.Translate(err)
}
