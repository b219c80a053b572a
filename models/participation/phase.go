package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Phase is a time in which one thing can be done on an agenda.
type Phase struct {
	ID       uuid.UUID  `json:"id"`
	AgendaID uuid.UUID  `json:"agenda_id"`
	Kind     string     `json:"kind"`
	StartsAt time.Time  `json:"starts_at"`
	EndsAt   time.Time  `json:"ends_at"`
	OpenedAt *time.Time `json:"opened_at"`
	WarnedAt *time.Time `json:"warned_at"`
	ClosedAt *time.Time `json:"closed_at"`
}

// clock is the time of a statement, as its source; within asks whether something of a kind can be done at that time on the
// agenda of a proposal p.
const clock = "(select ?::timestamptz as at) clock"

func within(kind string) string {
	now := "bool_or(f.kind = '" + kind + "' and f.starts_at <= clock.at and f.ends_at > clock.at)"
	return `coalesce((select ` + now + ` from agenda_phases f where f.agenda_id = p.agenda_id),
		(select ` + now + ` from agenda_phases f join agendas g on g.parent_id = f.agenda_id where g.id = p.agenda_id), true)`
}

// phasesOf are the phases that hold on an agenda: its own, or those of the one above it.
func phasesOf(id, parent string) string {
	return `(select jsonb_agg(to_jsonb(f) order by f.starts_at, f.kind) from agenda_phases f
		where f.agenda_id = coalesce((select x.agenda_id from agenda_phases x where x.agenda_id = ` + id + ` limit 1), ` + parent + `))`
}

// Allows says whether something of a kind can be done on an agenda now.
func Allows(tx *models.Tx, agendaID uuid.UUID, kind string) (bool, error) {
	var yes bool
	err := conn.Gorm(tx).Raw("select "+within(kind)+" from (select ?::uuid as agenda_id) p, "+clock, agendaID, tx.Now).Scan(&yes).Error
	return yes, models.Translate(err)
}

// InsertPhase adds one. One that overlaps another of its kind is ErrConflict.
func InsertPhase(tx *models.Tx, f Phase) error {
	return exec(tx, "insert into agenda_phases (id, agenda_id, kind, starts_at, ends_at) values (?, ?, ?, ?, ?)", f.ID, f.AgendaID, f.Kind, f.StartsAt, f.EndsAt)
}

// ExistsOverlap says whether a phase overlaps another of its kind. The caller holds the agenda.
func ExistsOverlap(tx *models.Tx, f Phase) (bool, error) {
	var there bool
	err := conn.Gorm(tx).Raw("select exists (select 1 from agenda_phases where agenda_id = ? and kind = ? and starts_at < ? and ends_at > ?)", f.AgendaID, f.Kind, f.EndsAt, f.StartsAt).Scan(&there).Error
	return there, models.Translate(err)
}

// DeletePhase takes one away and answers what it was.
func DeletePhase(tx *models.Tx, agendaID, id uuid.UUID) (Phase, error) {
	var f Phase
	return f, models.Translate(conn.Gorm(tx).Raw("delete from agenda_phases where agenda_id = ? and id = ? returning *", agendaID, id).Take(&f).Error)
}

// Stepping is a phase of which somebody is to be told something, with its agenda.
type Stepping struct {
	Phase
	Slug  string
	Title models.Text
}

// LockStepping answers phases that have begun, end within a day or are over, without those concerned having been told.
func LockStepping(tx *models.Tx, limit int) ([]Stepping, error) {
	var rows []Stepping
	err := conn.Gorm(tx).Raw(`select f.*, a.slug, a.title from agenda_phases f join agendas a on a.id = f.agenda_id
		where (f.opened_at is null and f.starts_at <= ?) or (f.warned_at is null and f.ends_at <= ?) or (f.closed_at is null and f.ends_at <= ?)
		order by f.starts_at, f.id limit ? for update of f`, tx.Now, tx.Now.Add(24*time.Hour), tx.Now, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateStepped notes how far those concerned have been told of a phase.
func UpdateStepped(tx *models.Tx, f Phase) error {
	return exec(tx, "update agenda_phases set opened_at = ?, warned_at = ?, closed_at = ? where id = ?", f.OpenedAt, f.WarnedAt, f.ClosedAt, f.ID)
}

// under are the agendas on which the phases of one hold: itself, and those below it that have none of their own.
const under = `(select a.id from agendas a where a.id = ? or (a.parent_id = ? and not exists (select 1 from agenda_phases f where f.agenda_id = a.id)))`

// ListConcerned answers who has a proposal in a state on an agenda, or on one below it that has no phases of its own.
func ListConcerned(tx *models.Tx, agendaID uuid.UUID, state string, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select distinct p.author_id from proposals p where p.state = ? and p.author_id is not null and p.agenda_id in "+under+" limit ?", state, agendaID, agendaID, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

// UpdateGatheringEnds ends the gathering of all proposals on an agenda with a phase that is over, unless another is to come.
func UpdateGatheringEnds(tx *models.Tx, f Phase) error {
	return exec(tx, `update proposals p set gathering_until = ? where p.state = 'gathering' and p.gathering_until > ? and p.agenda_id in `+under+`
		and not exists (select 1 from agenda_phases later where later.agenda_id = ? and later.kind = 'support' and later.ends_at > ?)`, f.EndsAt, f.EndsAt, f.AgendaID, f.AgendaID, f.AgendaID, f.EndsAt)
}
