package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of an assignment that are reached today.
const (
	Waitlisted  = "waitlisted"
	Assigned    = "assigned"
	Confirmed   = "confirmed"
	CheckedIn   = "checked_in"
	Completed   = "completed"
	LeftEarly   = "left_early"
	NoShow      = "no_show"
	Excused     = "excused"
	ByVolunteer = "cancelled_by_volunteer"
	ByOrganiser = "cancelled_by_organiser"
)

// Where an assignment comes from.
const (
	Self            = "self"
	FromCoordinator = "coordinator"
	Auto            = "auto"
)

// Assignment is somebody in a shift, or in line for it. StartsAt and EndsAt are the shift's and follow it.
type Assignment struct {
	ID           uuid.UUID
	ShiftID      uuid.UUID
	NeedID       uuid.UUID
	CitizenID    uuid.UUID
	StartsAt     time.Time
	EndsAt       time.Time
	State        string
	Origin       string
	QueueNo      *int64
	OfferedUntil *time.Time
	Overridden   string
	Reason       string
	Told         string
	// CameAt and LeftAt are when somebody checked in and out.
	CameAt    *time.Time
	LeftAt    *time.Time
	Late      bool
	Version   int
	CreatedAt time.Time
	ChangedAt time.Time
}

// TableName names the table.
func (Assignment) TableName() string { return "shift_assignments" }

// Live says whether it still counts.
func (a Assignment) Live() bool { return a.State != ByVolunteer && a.State != ByOrganiser }

// telling is what a volunteer is told of an assignment a in a shift s: it differs when anything of it does.
const telling = `concat_ws(' ', a.state, a.need_id, extract(epoch from a.starts_at)::bigint, extract(epoch from a.ends_at)::bigint, md5(s.place::text || s.online::text))`

// InsertAssignment writes an assignment; a waitlisted one goes to the end of the line. Somebody who is in the shift already
// is ErrConflict.
func InsertAssignment(tx *models.Tx, a Assignment) error {
	if a.State == Waitlisted {
		err := conn.Gorm(tx).Raw("select nextval('shift_queue')").Scan(&a.QueueNo).Error
		if err != nil {
			return models.Translate(err)
		}
	}
	a.Version, a.CreatedAt, a.ChangedAt = 1, tx.Now, tx.Now
	return models.Translate(conn.Gorm(tx).Create(&a).Error)
}

// FindAssignment finds an assignment.
func FindAssignment(tx *models.Tx, id uuid.UUID) (Assignment, error) {
	var a Assignment
	return a, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&a).Error)
}

// LockAssignment finds an assignment and holds its row. The caller holds the volunteer and the shift.
func LockAssignment(tx *models.Tx, id uuid.UUID) (Assignment, error) {
	var a Assignment
	return a, models.Translate(conn.Gorm(tx).Raw("select * from shift_assignments where id = ? for update", id).Take(&a).Error)
}

// FindLive finds what somebody is in a shift.
func FindLive(tx *models.Tx, shiftID, citizenID uuid.UUID) (Assignment, error) {
	var a Assignment
	return a, models.Translate(conn.Gorm(tx).Raw(`select * from shift_assignments where shift_id = ? and citizen_id = ?
		and state not in ('cancelled_by_volunteer', 'cancelled_by_organiser')`, shiftID, citizenID).Take(&a).Error)
}

// UpdateAssignment writes the state of an assignment before its day, its need and why; what is no longer in line leaves the
// line, and nobody has come yet.
func UpdateAssignment(tx *models.Tx, a Assignment) error {
	if a.State != Waitlisted {
		a.QueueNo, a.OfferedUntil = nil, nil
	}
	return change(tx, `update shift_assignments set state = ?, need_id = ?, origin = ?, queue_no = ?, offered_until = ?, overridden = ?, reason = ?,
		came_at = null, left_at = null, late = false, version = version + 1, changed_at = ? where id = ?`, a.State, a.NeedID, a.Origin, a.QueueNo, a.OfferedUntil, a.Overridden, a.Reason, tx.Now, a.ID)
}

// UpdateTold notes that the volunteers know what some of the assignments are now.
func UpdateTold(tx *models.Tx, ids ...uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update shift_assignments a set told = "+telling+" from shifts s where s.id = a.shift_id and a.id in ?", ids).Error)
}

// ListLive answers the assignments of a shift that count, those in line in their order.
func ListLive(tx *models.Tx, shiftID uuid.UUID) ([]Assignment, error) {
	var rows []Assignment
	err := conn.Gorm(tx).Raw(`select * from shift_assignments where shift_id = ? and state not in ('cancelled_by_volunteer', 'cancelled_by_organiser')
		order by queue_no nulls first, id`, shiftID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListWaiting answers those in line for a need.
func ListWaiting(tx *models.Tx, needID uuid.UUID) ([]Assignment, error) {
	var rows []Assignment
	err := conn.Gorm(tx).Raw("select * from shift_assignments where need_id = ? and state = 'waitlisted' order by queue_no", needID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountOffered counts the seats of a need that wait for an answer.
func CountOffered(tx *models.Tx, needID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from shift_assignments where need_id = ? and offered_until > ?", needID, tx.Now).Scan(&n).Error)
}

// CountBefore counts those who are in line before a place in it.
func CountBefore(tx *models.Tx, needID uuid.UUID, queueNo int64) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from shift_assignments where need_id = ? and state = 'waitlisted' and queue_no < ?", needID, queueNo).Scan(&n).Error)
}

// ListExpired answers offers that nobody has answered in time.
func ListExpired(tx *models.Tx, limit int) ([]Assignment, error) {
	var rows []Assignment
	err := conn.Gorm(tx).Raw("select * from shift_assignments where offered_until <= ? order by offered_until limit ?", tx.Now, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Untold is an assignment that is not as its volunteer was told.
type Untold struct {
	Assignment
	Duty  models.Text
	Place models.Text
}

// ListUntold answers the assignments of an activity of which volunteers have to be told something.
func ListUntold(tx *models.Tx, activityID uuid.UUID) ([]Untold, error) {
	var rows []Untold
	err := conn.Gorm(tx).Raw(`select a.*, d.title as duty, s.place from shift_assignments a join shifts s on s.id = a.shift_id
		join shift_needs n on n.id = a.need_id join duties d on d.id = n.duty_id
		where s.activity_id = ? and a.told <> `+telling+` and a.state in ('assigned', 'confirmed', 'cancelled_by_organiser')
			and not (a.told = '' and a.state = 'cancelled_by_organiser') and a.ends_at > ?
		order by a.id for update of a`, activityID, tx.Now).Scan(&rows).Error
	return rows, models.Translate(err)
}

// OwnAssignment is an assignment as its volunteer sees it.
type OwnAssignment struct {
	Assignment
	ActivityID    uuid.UUID
	Title         models.Text
	Place         models.Text
	Online        bool
	Duty          models.Text
	MeetingPoint  models.Text
	Contact       string
	WithdrawHours int
	ShiftVersion  int
	// Before is how many are in line before.
	Before int
}

// ownOf and ownSince ask for what somebody is in; whose it is stands between them.
const (
	ownOf = `select a.*, s.activity_id, t.title, s.place, s.online, d.title as duty, t.meeting_point, t.contact, t.withdraw_hours, s.version as shift_version,
			case when a.state = 'waitlisted' then (select count(*) from shift_assignments x where x.need_id = a.need_id and x.state = 'waitlisted' and x.queue_no < a.queue_no) else 0 end as before
		from shift_assignments a join shifts s on s.id = a.shift_id join activities t on t.id = s.activity_id
		join shift_needs n on n.id = a.need_id join duties d on d.id = n.duty_id
		where a.citizen_id = `
	ownSince = " and a.told <> '' and a.ends_at > ? order by a.starts_at, a.id limit ?"
)

// ListOwn answers what somebody was told of, what comes next first. Cancelled ones are answered too, since calendars have to
// learn of them.
func ListOwn(tx *models.Tx, citizenID uuid.UUID, since time.Time, limit int) ([]OwnAssignment, error) {
	var rows []OwnAssignment
	err := conn.Gorm(tx).Raw(ownOf+"?"+ownSince, citizenID, since, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}
