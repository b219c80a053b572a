package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The kinds of entries.
const (
	Worked   = "worked"
	Credit   = "credit"
	Reversal = "reversal"
)

// HoursEntry is a row of the ledger, in minutes; it never changes. The balance is the sum of Credited.
type HoursEntry struct {
	ID           uuid.UUID
	CitizenID    uuid.UUID
	ActivityID   uuid.UUID
	AssignmentID uuid.UUID
	Day          time.Time `gorm:"type:date"`
	Kind         string
	Planned      int
	Checked      int
	Factor       int // per cent
	Credited     int
	OfID         *uuid.UUID
	Reason       string
	MadeBy       *uuid.UUID
	MadeAt       time.Time
}

// TableName names the table.
func (HoursEntry) TableName() string { return "hours_entries" }

// Reversed is the entry that takes this one back.
func (e HoursEntry) Reversed(reason string, by uuid.UUID) HoursEntry {
	of := e.ID
	e.Kind, e.OfID, e.Planned, e.Checked, e.Credited, e.Reason, e.MadeBy = Reversal, &of, -e.Planned, -e.Checked, -e.Credited, reason, &by
	return e
}

// InsertHours writes an entry and answers its ID. What the schema refuses is ErrConflict.
func InsertHours(tx *models.Tx, e HoursEntry) (uuid.UUID, error) {
	e.ID, e.MadeAt = models.NewID(), tx.Now
	return e.ID, models.Translate(conn.Gorm(tx).Create(&e).Error)
}

// HoursLine is what a shift came to, with what was approved of it.
type HoursLine struct {
	HoursEntry
	Name     string
	Title    models.Text
	Duty     models.Text
	StartsAt time.Time
	EndsAt   time.Time
	CameAt   *time.Time
	LeftAt   *time.Time
	Late     bool
	// CreditID is the approval, with what was granted, by whom and when; nil as long as it waits.
	CreditID  *uuid.UUID
	Granted   int
	GrantedAt *time.Time
	GrantedBy string
	// Used is what else of the day counts already, DayMost how much does at most; 0 is no limit.
	Used    int
	DayMost int
	// Exported says that it was taken to the portal.
	Exported bool
	// Total and Waiting are of all lines of the answer, were there no limit.
	Total, Waiting int
}

// lookedAfter keeps to the activities t of a coordinator.
const lookedAfter = "(t.coordinators = '[]' or t.coordinators @> to_jsonb(?::text))"

// HoursFilter says which lines are asked for: waiting, approved or all; of an activity, of a citizen; By keeps to activities
// that somebody looks after.
type HoursFilter struct {
	By       uuid.UUID
	State    string
	Activity uuid.UUID
	Citizen  uuid.UUID
	After    uuid.UUID
	Limit    int
}

const hoursLines = `select w.*, u.name, t.title, d.title as duty, a.starts_at, a.ends_at, a.came_at, a.left_at, a.late,
	c.id as credit_id, coalesce(c.credited, 0) as granted, c.made_at as granted_at, coalesce(b.name, '') as granted_by,
	(select coalesce(sum(x.credited), 0) from hours_entries x where x.citizen_id = w.citizen_id and x.day = w.day) as used, (select day_minutes from hours_rules) as day_most,
	exists (select from portal_export_rows p where p.entry_id = c.id) as exported,
	coalesce(sum(c.credited) over (), 0) as total, coalesce(sum(w.checked * w.factor / 100) filter (where c.id is null) over (), 0) as waiting
from hours_entries w
join users u on u.id = w.citizen_id join activities t on t.id = w.activity_id join shift_assignments a on a.id = w.assignment_id
join shift_needs n on n.id = a.need_id join duties d on d.id = n.duty_id
left join hours_entries c on c.of_id = w.id and c.kind = 'credit'
left join users b on b.id = c.made_by
where w.kind = 'worked' and not exists (select from hours_entries r where r.of_id = w.id and r.kind = 'reversal')`

// ListHours answers the hours that stand, the newest first.
func ListHours(tx *models.Tx, f HoursFilter) ([]HoursLine, error) {
	sql, args := hoursLines, []any(nil)
	add := func(condition string, values ...any) { sql, args = sql+" and "+condition, append(args, values...) }
	switch f.State {
	case "waiting":
		add("c.id is null")
	case "approved":
		add("c.id is not null")
	}
	if f.Activity != uuid.Nil {
		add("w.activity_id = ?", f.Activity)
	}
	if f.Citizen != uuid.Nil {
		add("w.citizen_id = ?", f.Citizen)
	}
	if f.After != uuid.Nil {
		add("w.id < ?", f.After)
	}
	if f.By != uuid.Nil {
		add(lookedAfter, f.By.String())
	}
	var rows []HoursLine
	err := conn.Gorm(tx).Raw(sql+" order by w.id desc limit ?", append(args, f.Limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// FindHours finds hours that stand, those of activities that somebody looks after, or of all where nobody is named.
func FindHours(tx *models.Tx, id, by uuid.UUID) (HoursLine, error) {
	var l HoursLine
	err := conn.Gorm(tx).Raw(hoursLines+" and w.id = ? and (? or "+lookedAfter+")", id, by == uuid.Nil, by.String()).Take(&l).Error
	return l, models.Translate(err)
}

// FindWorked finds the hours of an assignment that stand, and what was credited of them; its ID is nil where nothing was.
func FindWorked(tx *models.Tx, assignmentID uuid.UUID) (worked, credit HoursEntry, err error) {
	var rows []HoursEntry
	err = conn.Gorm(tx).Raw(`select w.* from hours_entries w where w.assignment_id = ? and w.kind in ('worked', 'credit')
		and not exists (select from hours_entries r where r.of_id = w.id and r.kind = 'reversal')`, assignmentID).Scan(&rows).Error
	for _, row := range rows {
		if row.Kind == Worked {
			worked = row
		} else {
			credit = row
		}
	}
	if err == nil && worked.ID == uuid.Nil {
		err = models.ErrNotFound
	}
	return worked, credit, models.Translate(err)
}

// LedgerLine is an entry with who made it.
type LedgerLine struct {
	HoursEntry
	By string
}

// ListLedger answers all entries of an assignment, the oldest first.
func ListLedger(tx *models.Tx, assignmentID uuid.UUID) ([]LedgerLine, error) {
	var rows []LedgerLine
	err := conn.Gorm(tx).Raw(`select e.*, coalesce(u.name, '') as by from hours_entries e left join users u on u.id = e.made_by
		where e.assignment_id = ? order by e.id`, assignmentID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateDayMinutes sets how many minutes of a day count at most; 0 is no limit.
func UpdateDayMinutes(tx *models.Tx, minutes int, by uuid.UUID) error {
	return change(tx, "update hours_rules set day_minutes = ?, changed_by = ?, changed_at = ?", minutes, by, tx.Now)
}

// ActivityWithHours is an activity in which hours wait to be approved, or were.
type ActivityWithHours struct {
	ID      uuid.UUID
	Title   models.Text
	Waiting int
}

// ListActivitiesWithHours answers those that somebody looks after, or all, those with the newest hours first, and how many
// minutes of a day count.
func ListActivitiesWithHours(tx *models.Tx, by uuid.UUID, limit int) ([]ActivityWithHours, int, error) {
	var rows []struct {
		ActivityWithHours
		Most int
	}
	err := conn.Gorm(tx).Raw(`select g.id, coalesce(g.title, '{}') as title, coalesce(g.waiting, 0) as waiting, r.day_minutes as most from hours_rules r left join lateral (
			select t.id, t.title, max(w.id::text) as newest,
				count(*) filter (where not exists (select from hours_entries x where x.of_id = w.id)) as waiting
			from hours_entries w join activities t on t.id = w.activity_id where w.kind = 'worked' and (? or `+lookedAfter+`) group by t.id order by newest desc limit ?
		) g on true order by g.newest desc`, by == uuid.Nil, by.String(), limit).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, 0, models.Translate(err)
	}
	var list []ActivityWithHours
	for _, r := range rows {
		if r.ID != uuid.Nil { // the rules alone, where nobody has hours
			list = append(list, r.ActivityWithHours)
		}
	}
	return list, rows[0].Most, nil
}

// Served is what somebody has done in an activity.
type Served struct {
	Title       models.Text
	Minutes     int
	First, Last time.Time
}

// ListServed answers in what a citizen has approved hours, the earliest first.
func ListServed(tx *models.Tx, citizenID uuid.UUID) ([]Served, error) {
	var rows []Served
	err := conn.Gorm(tx).Raw(`select t.title, sum(e.credited) as minutes, min(e.day) as first, max(e.day) as last
		from hours_entries e join activities t on t.id = e.activity_id where e.citizen_id = ? and e.kind <> 'worked'
			and not (e.kind = 'credit' and exists (select from hours_entries r where r.of_id = e.id))
			and not (e.kind = 'reversal')
		group by t.id, t.title having sum(e.credited) > 0 order by min(e.day), t.id`, citizenID).Scan(&rows).Error
	return rows, models.Translate(err)
}
