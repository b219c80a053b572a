package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// AgendaRow is an agenda as it is edited.
type AgendaRow struct {
	ID         uuid.UUID
	ParentID   *uuid.UUID
	Level      int
	Slug       string
	Title      models.Text
	Summary    models.Text
	DivisionID *uuid.UUID
	Pillars    Pillars
	Position   int
}

const agendaRow = "select a.id, a.parent_id, a.level, a.slug, a.title, a.summary, a.division_id, to_jsonb(a.pillars) as pillars, a.position from agendas a"

// LockAgenda finds an agenda by its short name and holds its row.
func LockAgenda(tx *models.Tx, slug string) (AgendaRow, error) {
	var a AgendaRow
	return a, models.Translate(conn.Gorm(tx).Raw(agendaRow+" where a.slug = ? for no key update", slug).Take(&a).Error)
}

// InsertAgenda adds one behind the others of its level. A short name that is taken is ErrConflict.
func InsertAgenda(tx *models.Tx, a AgendaRow) error {
	return exec(tx, `insert into agendas (id, parent_id, level, slug, title, summary, division_id, pillars, position)
		select ?, ?, ?, ?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), coalesce(max(position), 0) + 1 from agendas where parent_id is not distinct from ?`,
		a.ID, a.ParentID, a.Level, a.Slug, a.Title, a.Summary, a.DivisionID, a.Pillars, a.ParentID)
}

// UpdateAgenda changes what is said of one. Its short name and its level stay: pages and courses lead to it.
func UpdateAgenda(tx *models.Tx, a AgendaRow) error {
	return change(tx, `update agendas set parent_id = ?, title = ?, summary = ?, division_id = ?, pillars = array(select jsonb_array_elements_text(?::jsonb)) where id = ?`,
		a.ParentID, a.Title, a.Summary, a.DivisionID, a.Pillars, a.ID)
}

// DeleteDocument takes a document off an agenda, and answers what it was.
func DeleteDocument(tx *models.Tx, agendaID, id uuid.UUID) (Document, error) {
	var d Document
	return d, models.Translate(conn.Gorm(tx).Raw("delete from agenda_documents where agenda_id = ? and id = ? returning *", agendaID, id).Take(&d).Error)
}

// AgendaEdited is an agenda with all that its form needs.
type AgendaEdited struct {
	AgendaRow
	Division  string // its short name
	Parent    string
	Own       models.JSON[[]Phase]
	Files     models.JSON[[]Document]
	Learn     models.JSON[[]CourseRef]
	Divisions models.JSON[[]Division]
	// Tops are the agendas of the first level.
	Tops models.JSON[[]AgendaRef]
}

const agendaLists = `(select jsonb_agg(to_jsonb(i) order by i.slug) from divisions i) as divisions,
	(select jsonb_agg(jsonb_build_object('slug', u.slug, 'title', u.title) order by u.position) from agendas u where u.level = 1) as tops`

// FindAgendaEdited finds all of it in one statement.
func FindAgendaEdited(tx *models.Tx, slug string) (AgendaEdited, error) {
	var row AgendaEdited
	err := conn.Gorm(tx).Raw(`select a.id, a.parent_id, a.level, a.slug, a.title, a.summary, a.division_id, to_jsonb(a.pillars) as pillars, a.position,
			coalesce(d.slug, '') as division, coalesce(p.slug, '') as parent, `+agendaLists+`,
			(select jsonb_agg(to_jsonb(f) order by f.starts_at, f.kind) from agenda_phases f where f.agenda_id = a.id) as own,
			(select jsonb_agg(to_jsonb(g) order by g.id) from agenda_documents g where g.agenda_id = a.id) as files,
			(select jsonb_agg(to_jsonb(l)) from (select c.slug, r.title, c.minutes from courses c join course_revisions r on r.id = c.published_revision_id
				where c.state = 'published' and c.agenda_id = a.id order by c.published_at desc limit 50) l) as learn
		from agendas a left join agendas p on p.id = a.parent_id left join divisions d on d.id = a.division_id where a.slug = ?`, slug).Take(&row).Error
	return row, models.Translate(err)
}

// FindAgendaLists finds what the form of a new agenda needs.
func FindAgendaLists(tx *models.Tx) (AgendaEdited, error) {
	var row AgendaEdited
	return row, models.Translate(conn.Gorm(tx).Raw("select " + agendaLists).Take(&row).Error)
}

// Ruled is the rules that proposals go by, as they are edited.
type Ruled struct {
	Settings
	Days models.JSON[[]Holiday]
}

// Holiday is a day on which no office works.
type Holiday struct {
	Day   string      `json:"day"`
	Title models.Text `json:"title"`
}

// FindRuled finds all of it in one statement; of the holidays those from a day on.
func FindRuled(tx *models.Tx, from string) (Ruled, error) {
	var row Ruled
	err := conn.Gorm(tx).Raw(`select (select jsonb_object_agg(name, jsonb_build_object('days', days, 'working', working)) from proposal_clocks) as clocks,
		(select jsonb_object_agg(effect, supports) from proposal_thresholds) as thresholds, '[]'::jsonb as holidays,
		(select coalesce(jsonb_agg(jsonb_build_object('day', day::text, 'title', title) order by day), '[]') from holidays where day >= ?::date) as days`, from).Take(&row).Error
	return row, models.Translate(err)
}

// LockRules holds the rules against another who changes them.
func LockRules(tx *models.Tx) error {
	return exec(tx, "select 1 from proposal_thresholds order by effect for update")
}

// UpdateClock says how long a step may take.
func UpdateClock(tx *models.Tx, name string, c ClockSetting) error {
	return change(tx, "update proposal_clocks set days = ?, working = ? where name = ?", c.Days, c.Working, name)
}

// InsertHoliday adds a day, or names it anew.
func InsertHoliday(tx *models.Tx, h Holiday) error {
	return exec(tx, "insert into holidays (day, title) values (?::date, ?) on conflict (day) do update set title = excluded.title", h.Day, h.Title)
}

// DeleteHoliday takes a day away that is still to come.
func DeleteHoliday(tx *models.Tx, day string, after time.Time) error {
	return change(tx, "delete from holidays where day = ?::date and day > (?::timestamptz at time zone 'Asia/Seoul')::date", day, after)
}

// RuleChange is one change of the rules or of an agenda, as the audit keeps it.
type RuleChange struct {
	At      time.Time
	Actor   string
	Action  string
	Reason  string
	Details models.JSON[map[string]string]
}

// ListRuleChanges answers who changed what, the newest first: of the rules, or of one agenda.
func ListRuleChanges(tx *models.Tx, kind string, object uuid.UUID, limit int) ([]RuleChange, error) {
	where, args := "e.object_kind = ?", []any{kind}
	if object != uuid.Nil {
		where, args = where+" and e.object_id = ?", append(args, object)
	}
	var rows []RuleChange
	err := conn.Gorm(tx).Raw(`select e.at, coalesce(u.name, '') as actor, e.action, e.reason, e.details from audit_entries e left join users u on u.id = e.actor_id
		where `+where+" order by e.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}
