package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Sheet is an activity with its shifts, what they need and who is in them.
type Sheet struct {
	Activity
	Shifts models.JSON[[]SheetShift]
	Needs  models.JSON[[]SheetNeed]
	People models.JSON[[]SheetSeat]
	// Untold is how many assignments are not as their volunteers were told.
	Untold int
	// RunID is a roster that is being worked out, or waits to be looked at.
	RunID *uuid.UUID
}

// SheetShift is a shift of a sheet.
type SheetShift = Shift

// SheetNeed is a need of a sheet. Offered seats wait for an answer; Waiting are in line.
type SheetNeed struct {
	ID      uuid.UUID   `json:"id"`
	ShiftID uuid.UUID   `json:"shift_id"`
	DutyID  uuid.UUID   `json:"duty_id"`
	Duty    models.Text `json:"duty"`
	// Course is where the duty can be learned, empty for nowhere.
	Course    string   `json:"course"`
	Min       int      `json:"min"`
	Max       int      `json:"max"`
	Qualified bool     `json:"qualified"`
	MinAge    int      `json:"min_age"`
	MaxAge    int      `json:"max_age"`
	Languages []string `json:"languages"`
	Taken     int      `json:"taken"`
	Offered   int      `json:"offered"`
	Waiting   int      `json:"waiting"`
}

// SheetSeat is somebody in a shift of a sheet, or in line.
type SheetSeat struct {
	ID           uuid.UUID  `json:"id"`
	ShiftID      uuid.UUID  `json:"shift_id"`
	NeedID       uuid.UUID  `json:"need_id"`
	CitizenID    uuid.UUID  `json:"citizen_id"`
	Name         string     `json:"name"`
	State        string     `json:"state"`
	Origin       string     `json:"origin"`
	Overridden   string     `json:"overridden"`
	Reason       string     `json:"reason"`
	OfferedUntil *time.Time `json:"offered_until"`
	Before       int        `json:"before"`
	Told         bool       `json:"told"`
}

// sheet begins the statement that finds a sheet: of all shifts, or those that a condition leaves.
func sheet(only string) string {
	return `select t.*,
	(select coalesce(jsonb_agg(to_jsonb(s) order by s.starts_at, s.id), '[]') from shifts s where s.activity_id = t.id` + only + `) as shifts,
	(select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'shift_id', n.shift_id, 'duty_id', n.duty_id, 'duty', d.title,
			'course', (select c.slug from courses c join course_revisions r on r.id = c.published_revision_id
				where r.grant_duty_id = n.duty_id and c.state = 'published' order by c.published_at limit 1), 'min', n.min, 'max', n.max, 'qualified', n.qualified,
			'min_age', n.min_age, 'max_age', n.max_age, 'languages', n.languages, 'taken', n.taken,
			'offered', (select count(*) from shift_assignments x where x.need_id = n.id and x.offered_until > ?),
			'waiting', (select count(*) from shift_assignments x where x.need_id = n.id and x.state = 'waitlisted')) order by d.slug, n.id), '[]')
		from shifts s join shift_needs n on n.shift_id = s.id join duties d on d.id = n.duty_id where s.activity_id = t.id` + only + `) as needs,
	(select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'shift_id', a.shift_id, 'need_id', a.need_id, 'citizen_id', a.citizen_id, 'name', u.name, 'state', a.state,
			'origin', a.origin, 'overridden', a.overridden, 'reason', a.reason, 'offered_until', a.offered_until, 'told', a.told <> '',
			'before', (select count(*) from shift_assignments x where x.need_id = a.need_id and x.state = 'waitlisted' and x.queue_no < a.queue_no)) order by a.queue_no nulls first, u.name, a.id), '[]')
		from shifts s join shift_assignments a on a.shift_id = s.id join users u on u.id = a.citizen_id
		where s.activity_id = t.id` + only + ` and a.state not in ('cancelled_by_volunteer', 'cancelled_by_organiser')`
}

// FindOwnSheet finds the sheet of an activity with one citizen's assignments, as far as they were told.
func FindOwnSheet(tx *models.Tx, id, citizenID uuid.UUID) (Sheet, error) {
	var s Sheet
	err := conn.Gorm(tx).Raw(sheet("")+" and a.told <> '' and a.citizen_id = ?) as people from activities t where t.id = ?", tx.Now, citizenID, id).Take(&s).Error
	return s, models.Translate(err)
}

const (
	untold = `(select count(*) from shift_assignments a join shifts s on s.id = a.shift_id where s.activity_id = t.id and a.told <> ` + telling + `
			and a.state in ('assigned', 'confirmed', 'cancelled_by_organiser') and not (a.told = '' and a.state = 'cancelled_by_organiser') and a.ends_at > ?) as untold`
	openRun = "(select r.id from roster_runs r where r.activity_id = t.id and r.state in ('waiting', 'running', 'ready') order by r.asked_at desc limit 1) as run_id"
)

// FindSheet finds the whole sheet of an activity.
func FindSheet(tx *models.Tx, id uuid.UUID) (Sheet, error) {
	var s Sheet
	err := conn.Gorm(tx).Raw(sheet("")+") as people, "+untold+", "+openRun+" from activities t where t.id = ?", tx.Now, tx.Now, id).Take(&s).Error
	return s, models.Translate(err)
}

// BoardSheet is a sheet before one of those who coordinate.
type BoardSheet struct {
	Sheet
	// Undoable says that something the reader did can be taken back, as far as is known.
	Undoable bool
}

// FindBoardSheet finds the whole sheet of an activity, with whether somebody did something since a time that can be taken back.
func FindBoardSheet(tx *models.Tx, id, actor uuid.UUID, since time.Time) (BoardSheet, error) {
	var s BoardSheet
	err := conn.Gorm(tx).Raw(sheet("")+") as people, "+untold+", "+openRun+`,
		exists (select from roster_changes c join shift_assignments a on a.id = c.assignment_id and a.version = c.version
			where c.activity_id = t.id and c.actor_id = ? and c.undone_at is null and c.at > ? and a.starts_at > ?) as undoable
		from activities t where t.id = ?`, tx.Now, tx.Now, actor, since, tx.Now, id).Take(&s).Error
	return s, models.Translate(err)
}

// FindShiftSheet finds the sheet of one shift alone.
func FindShiftSheet(tx *models.Tx, shiftID uuid.UUID) (Sheet, error) {
	var s Sheet
	err := conn.Gorm(tx).Raw(sheet(" and s.id = ?")+") as people from activities t where t.id = (select activity_id from shifts where id = ?)",
		shiftID, tx.Now, shiftID, shiftID, shiftID).Take(&s).Error
	return s, models.Translate(err)
}

// RunSheet is a sheet with a roster that is proposed for it.
type RunSheet struct {
	Sheet
	Run Run `gorm:"embedded;embeddedPrefix:r_"`
}

// FindRunSheet finds the whole sheet of an activity with one of its runs.
func FindRunSheet(tx *models.Tx, id, runID uuid.UUID) (RunSheet, error) {
	var s RunSheet
	err := conn.Gorm(tx).Raw(`select x.*, r.id as r_id, r.activity_id as r_activity_id, r.state as r_state, r.seed as r_seed, r.steps as r_steps, r.step as r_step, r.missing as r_missing,
		r.exact as r_exact, r.proposals as r_proposals, r.vacancies as r_vacancies, r.asked_at as r_asked_at
		from (`+sheet("")+`) as people from activities t where t.id = ?) x join roster_runs r on r.activity_id = x.id and r.id = ?`, tx.Now, id, runID).Take(&s).Error
	return s, models.Translate(err)
}
