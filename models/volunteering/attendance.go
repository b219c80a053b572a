package volunteering

import (
	"strings"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Attendance is what an assignment has come to on the day.
type Attendance struct {
	State  string     `json:"state"`
	CameAt *time.Time `json:"came_at"`
	LeftAt *time.Time `json:"left_at"`
	Late   bool       `json:"late"`
}

// Attendance is that of an assignment.
func (a Assignment) Attendance() Attendance {
	return Attendance{State: a.State, CameAt: a.CameAt, LeftAt: a.LeftAt, Late: a.Late}
}

// UndoMark is that of a step that takes another one back.
const UndoMark = "undo"

// Step is one thing that was done on the day; rows are written and never changed.
type Step struct {
	ID           uuid.UUID
	AssignmentID uuid.UUID
	Mark, How    string
	Before       models.JSON[Attendance]
	After        models.JSON[Attendance]
	Undoes       *uuid.UUID
	MadeBy       *uuid.UUID
	MadeAt       time.Time
}

// TableName names the table.
func (Step) TableName() string { return "attendance_steps" }

// InsertStep writes a step.
func InsertStep(tx *models.Tx, s Step) error {
	s.ID, s.MadeAt = models.NewID(), tx.Now
	return models.Translate(conn.Gorm(tx).Create(&s).Error)
}

// FindLastStep finds the last step of an assignment that was not taken back.
func FindLastStep(tx *models.Tx, assignmentID uuid.UUID) (Step, error) {
	var s Step
	return s, models.Translate(conn.Gorm(tx).Raw(`select * from attendance_steps s where s.assignment_id = ? and s.undoes is null
		and not exists (select from attendance_steps u where u.undoes = s.id) order by s.id desc limit 1`, assignmentID).Take(&s).Error)
}

// UpdateAttendance writes what an assignment has come to.
func UpdateAttendance(tx *models.Tx, id uuid.UUID, a Attendance) error {
	return change(tx, `update shift_assignments set state = ?, came_at = ?, left_at = ?, late = ?, queue_no = null, offered_until = null,
		version = version + 1, changed_at = ? where id = ?`, a.State, a.CameAt, a.LeftAt, a.Late, tx.Now, id)
}

// CountTries counts the codes that somebody has typed wrongly in a shift.
func CountTries(tx *models.Tx, shiftID, citizenID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from checkin_tries where shift_id = ? and citizen_id = ?", shiftID, citizenID).Scan(&n).Error)
}

// InsertTry counts one more.
func InsertTry(tx *models.Tx, shiftID, citizenID uuid.UUID, number int) error {
	return models.Translate(conn.Gorm(tx).Exec("insert into checkin_tries (shift_id, citizen_id, number, tried_at) values (?, ?, ?, ?)",
		shiftID, citizenID, number, tx.Now).Error)
}

// Expected is somebody who is expected on a day, with whether the last step can be taken back.
type Expected struct {
	Assignment
	Name     string
	Duty     models.Text
	Undoable bool
}

// ListExpected answers who is expected in the shifts of an activity between two times, and whose name holds a text.
func ListExpected(tx *models.Tx, activityID uuid.UUID, from, until time.Time, text string, limit int) ([]Expected, error) {
	var rows []Expected
	err := conn.Gorm(tx).Raw(`select a.*, u.name, d.title as duty,
			exists (select from attendance_steps p where p.assignment_id = a.id and p.undoes is null and not exists (select from attendance_steps q where q.undoes = p.id)) as undoable
		from shifts s join shift_assignments a on a.shift_id = s.id join users u on u.id = a.citizen_id join shift_needs n on n.id = a.need_id join duties d on d.id = n.duty_id
		where s.activity_id = ? and s.cancelled_at is null and s.starts_at < ? and s.ends_at > ?
			and a.state in ('assigned', 'confirmed', 'checked_in', 'completed', 'left_early', 'no_show', 'excused')
			and strpos(lower(u.name), ?) > 0
		order by s.starts_at, s.id, u.name, a.id limit ?`, activityID, until, from, strings.ToLower(text), limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// DayNeed is a need of a shift on a day, with how it is filled.
type DayNeed struct {
	ID       uuid.UUID   `json:"id"`
	ShiftID  uuid.UUID   `json:"shift_id"`
	Duty     models.Text `json:"duty"`
	Place    models.Text `json:"place"`
	Online   bool        `json:"online"`
	StartsAt time.Time   `json:"starts_at"`
	EndsAt   time.Time   `json:"ends_at"`
	Max      int         `json:"max"`
	Taken    int         `json:"taken"`
}

// ActivityDay is an activity with the needs of its shifts between two times.
type ActivityDay struct {
	Activity
	Needs models.JSON[[]DayNeed]
}

// FindActivityDay finds an activity with the shifts that it has between two times.
func FindActivityDay(tx *models.Tx, id uuid.UUID, from, until time.Time) (ActivityDay, error) {
	var d ActivityDay
	err := conn.Gorm(tx).Raw(`select t.*, (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'shift_id', n.shift_id, 'duty', d.title, 'place', s.place, 'online', s.online,
			'starts_at', s.starts_at, 'ends_at', s.ends_at, 'max', n.max, 'taken', n.taken) order by s.starts_at, s.id, d.slug), '[]')
		from shifts s join shift_needs n on n.shift_id = s.id join duties d on d.id = n.duty_id
		where s.activity_id = t.id and s.cancelled_at is null and s.starts_at < ? and s.ends_at > ?) as needs
		from activities t where t.id = ?`, until, from, id).Take(&d).Error
	return d, models.Translate(err)
}

// ListOwnOf answers the assignments of somebody in one activity that they were told of and that count.
func ListOwnOf(tx *models.Tx, citizenID, activityID uuid.UUID) ([]OwnAssignment, error) {
	var rows []OwnAssignment
	err := conn.Gorm(tx).Raw(`select a.*, s.activity_id, t.title, s.place, s.online, d.title as duty, t.meeting_point, t.contact, t.withdraw_hours, s.version as shift_version, 0 as before
		from shift_assignments a join shifts s on s.id = a.shift_id join activities t on t.id = s.activity_id
		join shift_needs n on n.id = a.need_id join duties d on d.id = n.duty_id
		where a.citizen_id = ? and s.activity_id = ? and a.told <> '' and a.state not in ('waitlisted', 'cancelled_by_volunteer', 'cancelled_by_organiser')
		order by a.starts_at, a.id`, citizenID, activityID).Scan(&rows).Error
	return rows, models.Translate(err)
}
