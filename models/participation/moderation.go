package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Case is one look of a moderator at a proposal, at a comment under it, or at a question that was put at a meeting.
type Case struct {
	ID         uuid.UUID
	ProposalID uuid.UUID // uuid.Nil of a question
	CommentID  *uuid.UUID
	QuestionID *uuid.UUID
	Origin     string
	AuthorID   *uuid.UUID
	Report     string
	OpenedAt   time.Time
	State      string
	Code       *string
	Reason     string
	Decider    *uuid.UUID
	DecidedAt  *time.Time
}

const caseColumns = "z.id, z.proposal_id, z.comment_id, z.question_id, z.origin, z.author_id, z.report, z.opened_at, z.state, z.code, z.reason, z.decider, z.decided_at"

// InsertCase opens a case; one that is open already stays as it is.
func InsertCase(tx *models.Tx, c Case, reporter *uuid.UUID) error {
	return exec(tx, `insert into moderation_cases (id, proposal_id, comment_id, question_id, origin, author_id, report, reporter_id, opened_at) values (?, nullif(?, ?::uuid), ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		models.NewID(), c.ProposalID, uuid.Nil, c.CommentID, c.QuestionID, c.Origin, c.AuthorID, c.Report, reporter, tx.Now)
}

// LockCase finds a case and holds its row.
func LockCase(tx *models.Tx, id uuid.UUID) (Case, error) {
	var c Case
	return c, models.Translate(conn.Gorm(tx).Raw("select "+caseColumns+" from moderation_cases z where z.id = ? for update", id).Take(&c).Error)
}

// LockCaseOf finds the case of a question that is in one of some states, the newest, and holds its row.
func LockCaseOf(tx *models.Tx, questionID uuid.UUID, states ...string) (Case, error) {
	var c Case
	return c, models.Translate(conn.Gorm(tx).Raw("select "+caseColumns+" from moderation_cases z where z.question_id = ? and z.state in ? order by z.id desc limit 1 for update", questionID, states).Take(&c).Error)
}

// UpdateDecided writes what a moderator has decided. The schema refuses the author's own.
func UpdateDecided(tx *models.Tx, id uuid.UUID, state string, code *string, reason string, by uuid.UUID) error {
	return change(tx, "update moderation_cases set state = ?, code = ?, reason = ?, decided_by = ?, decider = ?, decided_at = ? where id = ? and state = 'open'", state, code, reason, by, by, tx.Now, id)
}

// UpdateCaseState says that a decision was appealed against, upheld or reversed.
func UpdateCaseState(tx *models.Tx, id uuid.UUID, state string) error {
	return change(tx, "update moderation_cases set state = ? where id = ?", state, id)
}

// CloseCases takes the open case of a proposal, or of a question, away: its author has withdrawn it.
func CloseCases(tx *models.Tx, textID uuid.UUID) error {
	return exec(tx, "delete from moderation_cases where (proposal_id = ? or question_id = ?) and state = 'open'", textID, textID)
}

// InsertAppeal keeps what an author says against a decision. A second one is ErrConflict.
func InsertAppeal(tx *models.Tx, caseID, first uuid.UUID, text string) error {
	return exec(tx, "insert into appeals (case_id, first, text, appealed_at) values (?, ?, ?, ?)", caseID, first, text, tx.Now)
}

// UpdateAppeal writes what another moderator says to an appeal. The schema refuses the first one.
func UpdateAppeal(tx *models.Tx, caseID, by uuid.UUID, answer string) error {
	return change(tx, "update appeals set decider = ?, decided_at = ?, answer = ? where case_id = ? and decider is null", by, tx.Now, answer, caseID)
}

// Queued is a case with the text it is about.
type Queued struct {
	Case
	Title   string
	Problem string
	Idea    string
	Comment string // the words of a comment or of a question
	// MeetingID is where a question was put, uuid.Nil of other texts.
	MeetingID uuid.UUID
	Meeting   *models.Text
	Author    string
	Agenda    models.Text
	Appeal    string
	Answer    string
	DueAt     *time.Time
	Proposal  string // its state
}

const queued = `select ` + caseColumns + `, coalesce(p.title, '') as title, coalesce(p.problem, '') as problem, coalesce(p.idea, '') as idea, coalesce(c.body, q.body, '') as comment,
		q.meeting_id, m.title as meeting, coalesce(u.name, '') as author, a.title as agenda, coalesce(y.text, '') as appeal,
		coalesce(y.answer, '') as answer, p.due_at, coalesce(p.state, '') as proposal
	from moderation_cases z left join proposals p on p.id = z.proposal_id left join meeting_questions q on q.id = z.question_id left join meetings m on m.id = q.meeting_id
		join agendas a on a.id = coalesce(p.agenda_id, m.agenda_id) left join comments c on c.id = z.comment_id left join users u on u.id = z.author_id left join appeals y on y.case_id = z.id where `

// ListQueue answers what waits for a moderator, the oldest first.
func ListQueue(tx *models.Tx, limit int) ([]Queued, error) {
	var rows []Queued
	err := conn.Gorm(tx).Raw(queued+"z.state in ('open', 'appealed') order by z.opened_at, z.id limit ?", limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// FindQueued finds a case with the text it is about.
func FindQueued(tx *models.Tx, id uuid.UUID) (Queued, error) {
	var row Queued
	return row, models.Translate(conn.Gorm(tx).Raw(queued+"z.id = ?", id).Take(&row).Error)
}

// Reason is why something is returned or hidden.
type Reason struct {
	Code  string
	Title models.Text
}

// ListReasons answers all of them.
func ListReasons(tx *models.Tx) ([]Reason, error) {
	var rows []Reason
	return rows, models.Translate(conn.Gorm(tx).Raw("select code, title from moderation_reasons order by position").Scan(&rows).Error)
}

// Tally counts the decisions of a month that came out one way for one reason.
type Tally struct {
	Month string
	State string
	Code  string
	Title *models.Text
	Count int
}

// ListTallies answers the decisions of moderators by month, outcome and reason, the newest month first.
func ListTallies(tx *models.Tx, months int) ([]Tally, error) {
	var rows []Tally
	err := conn.Gorm(tx).Raw(`select to_char(z.decided_at at time zone 'Asia/Seoul', 'YYYY-MM') as month, z.state, coalesce(z.code, '') as code, r.title, count(*) as count
		from moderation_cases z left join moderation_reasons r on r.code = z.code
		where z.decided_at >= ?::timestamptz - make_interval(months => ?::integer) group by 1, 2, 3, 4, r.position order by 1 desc, r.position nulls first, 2`, tx.Now, months).Scan(&rows).Error
	return rows, models.Translate(err)
}
