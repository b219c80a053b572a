package participation

import (
	"database/sql/driver"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Agenda is a subject of policy with what there is on it.
type Agenda struct {
	ID       uuid.UUID   `json:"id"`
	ParentID *uuid.UUID  `json:"parent_id"`
	Level    int         `json:"level"`
	Slug     string      `json:"slug"`
	Title    models.Text `json:"title"`
	Summary  models.Text `json:"summary"`
	Division models.Text `json:"division"`
	// Pillars are the tags of what it is about.
	Pillars Pillars `json:"pillars"`
	// Courses and Documents inform; Taking counts who took part; Trained who completed a course; Open what one can support.
	Courses   int `json:"courses"`
	Documents int `json:"documents"`
	Taking    int `json:"taking"`
	Trained   int `json:"trained"`
	Open      int `json:"open"`
}

// Pillars are tags; they come from the database as JSON, alone or within more of it.
type Pillars []string

// Value stores them.
func (p Pillars) Value() (driver.Value, error) { return models.JSON[[]string]{V: p}.Value() }

// Scan reads them.
func (p *Pillars) Scan(v any) error {
	var j models.JSON[[]string]
	err := j.Scan(v)
	*p = j.V
	return err
}

// below is the agenda a itself and what is below it.
const below = "(select x.id from agendas x where x.id = a.id or x.parent_id = a.id)"

const agendaColumns = `a.id, a.parent_id, a.level, a.slug, a.title, a.summary, coalesce(d.title, '{}') as division, to_jsonb(a.pillars) as pillars,
	(select count(*) from courses c where c.state = 'published' and c.agenda_id in ` + below + `) as courses,
	(select count(*) from agenda_documents g where g.agenda_id in ` + below + `) as documents,
	coalesce(f.taking, 0) as taking, coalesce(f.trained, 0) as trained,
	(select count(*) from proposals q where q.state = 'gathering' and q.gathering_until > ? and q.agenda_id in ` + below + `) as open`

// ListAgendas answers all of them with what there is on each, every priority behind its agenda.
func ListAgendas(tx *models.Tx) ([]Agenda, error) {
	var rows []Agenda
	err := conn.Gorm(tx).Raw(allAgendas, tx.Now).Scan(&rows).Error
	return rows, models.Translate(err)
}

const allAgendas = "select " + agendaColumns + ` from agendas a left join agendas p on p.id = a.parent_id left join divisions d on d.id = a.division_id left join agenda_figures f on f.agenda_id = a.id
	order by coalesce(p.position, a.position), a.level, a.position`

// Hub is what the first page of taking part shows beside proposals.
type Hub struct {
	Agendas models.JSON[[]Agenda]
	Changes models.JSON[[]Changed]
	Overdue int
	// Waiting counts what waits for a moderator.
	Waiting int
}

// FindHub finds all of it in one statement.
func FindHub(tx *models.Tx, changes int) (Hub, error) {
	var row Hub
	err := conn.Gorm(tx).Raw(`select (select jsonb_agg(to_jsonb(q)) from (`+allAgendas+`) q) as agendas,
		(select jsonb_agg(to_jsonb(k)) from (`+changed+` order by k.moved_at desc, k.id desc limit ?) k) as changes,
		(select count(*) from proposals p where `+public+` and p.due_at <= ? and p.state <> 'hidden') as overdue,
		(select count(*) from moderation_cases z where z.state in ('open', 'appealed')) as waiting`, tx.Now, changes, tx.Now).Take(&row).Error
	return row, models.Translate(err)
}

// AgendaPage is an agenda with all that its page lists beside proposals.
type AgendaPage struct {
	Agenda
	ParentSlug  string
	ParentTitle *models.Text
	Under       models.JSON[[]AgendaRef]
	Files       models.JSON[[]Document]
	Learn       models.JSON[[]CourseRef]
	Phases      models.JSON[[]Phase] // its own, or those of the one above
}

// AgendaRef names a priority under an agenda.
type AgendaRef struct {
	Slug  string      `json:"slug"`
	Title models.Text `json:"title"`
}

// CourseRef names a course.
type CourseRef struct {
	Slug    string      `json:"slug"`
	Title   models.Text `json:"title"`
	Minutes int         `json:"minutes"`
}

// FindAgenda finds one by its short name.
func FindAgenda(tx *models.Tx, slug string) (AgendaPage, error) {
	var row AgendaPage
	err := conn.Gorm(tx).Raw(`select `+agendaColumns+`, coalesce(p.slug, '') as parent_slug, p.title as parent_title,
			(select jsonb_agg(jsonb_build_object('slug', u.slug, 'title', u.title) order by u.position) from agendas u where u.parent_id = a.id) as under,
			(select jsonb_agg(to_jsonb(g) order by g.id) from agenda_documents g where g.agenda_id in `+below+`) as files,
			(select jsonb_agg(to_jsonb(l)) from (select c.slug, r.title, c.minutes from courses c join course_revisions r on r.id = c.published_revision_id
				where c.state = 'published' and c.agenda_id in `+below+` order by c.published_at desc limit 12) l) as learn,
			`+phasesOf("a.id", "a.parent_id")+` as phases
		from agendas a left join agendas p on p.id = a.parent_id left join divisions d on d.id = a.division_id left join agenda_figures f on f.agenda_id = a.id where a.slug = ?`, tx.Now, slug).Take(&row).Error
	return row, models.Translate(err)
}

// ListUncounted answers agendas that were not counted since a time.
func ListUncounted(tx *models.Tx, since time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select a.id from agendas a where not exists (select 1 from agenda_figures f where f.agenda_id = a.id and f.counted_at > ?) order by a.id", since).Scan(&ids).Error
	return ids, models.Translate(err)
}

// SaveAgendaFigures counts anew who took part and who completed a course on an agenda and below it.
func SaveAgendaFigures(tx *models.Tx, id uuid.UUID) error {
	return exec(tx, `insert into agenda_figures (agenda_id, taking, trained, counted_at)
		select a.id,
			(select count(*) from (select q.author_id from proposals q where q.agenda_id in `+below+` and q.submitted_at is not null and q.author_id is not null
				union select s.citizen_id from supports s join proposals q on q.id = s.proposal_id where q.agenda_id in `+below+`
				union select m.author_id from comments m join proposals q on q.id = m.proposal_id where q.agenda_id in `+below+` and m.author_id is not null) w),
			(select count(distinct e.citizen_id) from enrolments e join courses c on c.id = e.course_id where e.state = 'completed' and c.agenda_id in `+below+`), ?::timestamptz
		from agendas a where a.id = ?
		on conflict (agenda_id) do update set taking = excluded.taking, trained = excluded.trained, counted_at = excluded.counted_at`, tx.Now, id)
}

// AgendaID finds the ID of an agenda by its short name.
func AgendaID(tx *models.Tx, slug string) (uuid.UUID, error) {
	var row struct{ ID uuid.UUID }
	return row.ID, models.Translate(conn.Gorm(tx).Raw("select id from agendas where slug = ?", slug).Take(&row).Error)
}

// AgendaChoice is an agenda to choose.
type AgendaChoice struct {
	Slug  string
	Title models.Text
	Level int
	// Consented says of a reader, on each row, whether they agree that their opinions are kept.
	Consented bool
}

// ListAgendaChoices answers all agendas by name, every priority behind its agenda.
func ListAgendaChoices(tx *models.Tx, reader uuid.UUID) ([]AgendaChoice, error) {
	var rows []AgendaChoice
	err := conn.Gorm(tx).Raw(`select a.slug, a.title, a.level, `+consented+` as consented from agendas a left join agendas p on p.id = a.parent_id order by coalesce(p.position, a.position), a.level, a.position`, reader).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Document is something to read on an agenda, where its office keeps it.
type Document struct {
	ID       uuid.UUID  `json:"id"`
	AgendaID uuid.UUID  `json:"agenda_id"`
	Title    string     `json:"title"`
	URL      string     `json:"url"`
	Pages    *int       `json:"pages"`
	AddedBy  *uuid.UUID `json:"added_by"`
	AddedAt  time.Time  `json:"added_at"`
}

// InsertDocument puts one on an agenda.
func InsertDocument(tx *models.Tx, d Document) error {
	return exec(tx, "insert into agenda_documents (id, agenda_id, title, url, pages, added_by, added_at) values (?, ?, ?, ?, ?, ?, ?)", models.NewID(), d.AgendaID, d.Title, d.URL, d.Pages, d.AddedBy, tx.Now)
}
