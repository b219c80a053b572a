// Package participation is the rows of what citizens say and what becomes of it: agendas with their documents, proposals with
// versions, supports, comments, decisions of moderators, official answers, commitments, and the clocks over all of it.
package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Proposal is something that a citizen proposes.
type Proposal struct {
	ID       uuid.UUID
	AuthorID *uuid.UUID
	AgendaID uuid.UUID
	State    string
	Lang     string
	Title    string
	Problem  string
	Idea     string
	// Version counts what was written into it.
	Version        int
	Reason         string
	Outcome        *string
	MergedInto     *uuid.UUID
	HiddenFrom     *string
	DivisionID     *uuid.UUID
	CreatedAt      time.Time
	SubmittedAt    *time.Time
	GatheringUntil *time.Time
	ListedAt       *time.Time
	DueAt          *time.Time
	DueFor         *string
	ExtendedAt     *time.Time
	WarnedAt       *time.Time
	AnsweredAt     *time.Time
	MovedAt        time.Time
}

// ProposalText is the words of a proposal, with the pieces that it is found by.
type ProposalText struct {
	AgendaID             uuid.UUID
	Lang                 string
	Title, Problem, Idea string
	Search               string
}

// proposalColumns leaves out what only the database searches.
const proposalColumns = `p.id, p.author_id, p.agenda_id, p.state, p.lang, p.title, p.problem, p.idea, p.version, p.reason, p.outcome, p.merged_into, p.hidden_from, p.division_id, p.created_at,
	p.submitted_at, p.gathering_until, p.listed_at, p.due_at, p.due_for, p.extended_at, p.warned_at, p.answered_at, p.moved_at`

// LockProposal finds a proposal and holds its row.
func LockProposal(tx *models.Tx, id uuid.UUID) (Proposal, error) {
	var p Proposal
	return p, models.Translate(conn.Gorm(tx).Raw("select "+proposalColumns+" from proposals p where p.id = ? for no key update", id).Take(&p).Error)
}

// FindProposal finds one.
func FindProposal(tx *models.Tx, id uuid.UUID) (Proposal, error) {
	var p Proposal
	return p, models.Translate(conn.Gorm(tx).Raw("select "+proposalColumns+" from proposals p where p.id = ?", id).Take(&p).Error)
}

// InsertDraft writes a new draft.
func InsertDraft(tx *models.Tx, id, authorID uuid.UUID, t ProposalText) error {
	return exec(tx, `insert into proposals (id, author_id, agenda_id, state, lang, title, problem, idea, search, created_at, moved_at)
		values (?, ?, ?, 'draft', ?, ?, ?, ?, to_tsvector('simple', ?), ?, ?)`, id, authorID, t.AgendaID, t.Lang, t.Title, t.Problem, t.Idea, t.Search, tx.Now, tx.Now)
}

// UpdateText writes other words into a proposal. One that was written into since is ErrStale.
func UpdateText(tx *models.Tx, id uuid.UUID, from int, t ProposalText) error {
	return change(tx, `update proposals set agenda_id = ?, lang = ?, title = ?, problem = ?, idea = ?, search = to_tsvector('simple', ?), version = version + 1, moved_at = ?
		where id = ? and version = ?`, t.AgendaID, t.Lang, t.Title, t.Problem, t.Idea, t.Search, tx.Now, id, from)
}

// InsertVersion keeps the words of a proposal as they were sent in.
func InsertVersion(tx *models.Tx, id uuid.UUID) error {
	return exec(tx, `insert into proposal_versions (proposal_id, number, title, problem, idea, written_at)
		select id, version, title, problem, idea, ? from proposals where id = ? on conflict do nothing`, tx.Now, id)
}

// Move is a proposal's next step. What is nil is taken away, but for SubmittedAt, GatheringUntil and Outcome, which stay.
type Move struct {
	State          string
	Reason         string
	DueAt          *time.Time
	DueFor         *string
	MergedInto     *uuid.UUID
	Outcome        *string
	GatheringUntil *time.Time
	Submitted      bool
	Answered       bool
}

// UpdateState moves a proposal on. The caller holds its row.
func UpdateState(tx *models.Tx, id uuid.UUID, m Move) error {
	return change(tx, `update proposals set state = ?, hidden_from = case when ? = 'hidden' then state end, reason = ?, due_at = ?, due_for = ?, merged_into = ?, outcome = coalesce(?, outcome),
			gathering_until = coalesce(?, gathering_until), submitted_at = case when ? then coalesce(submitted_at, ?) else submitted_at end,
			answered_at = case when ? then ? else answered_at end, warned_at = null, extended_at = null, moved_at = ?
		where id = ?`, m.State, m.State, m.Reason, m.DueAt, m.DueFor, m.MergedInto, m.Outcome, m.GatheringUntil, m.Submitted, tx.Now, m.Answered, tx.Now, tx.Now, id)
}

// UpdateDue gives a step more time.
func UpdateDue(tx *models.Tx, id uuid.UUID, until time.Time, reason string) error {
	return change(tx, "update proposals set due_at = ?, reason = ?, extended_at = ?, warned_at = null where id = ? and due_at is not null", until, reason, tx.Now, id)
}

// UpdateDivision says which office answers, and by when.
func UpdateDivision(tx *models.Tx, id, divisionID uuid.UUID, due time.Time) error {
	return change(tx, "update proposals set division_id = ?, due_at = ?, due_for = 'answer', warned_at = null, extended_at = null, moved_at = ? where id = ? and state = 'under_review'", divisionID, due, tx.Now, id)
}

// UpdateListed puts a proposal on the hub.
func UpdateListed(tx *models.Tx, id uuid.UUID) error {
	return exec(tx, "update proposals set listed_at = ? where id = ? and listed_at is null", tx.Now, id)
}

// UpdateWarned notes that somebody was told of what falls due.
func UpdateWarned(tx *models.Tx, id uuid.UUID) error {
	return exec(tx, "update proposals set warned_at = ? where id = ?", tx.Now, id)
}

// DeleteDraft removes something that was never sent in.
func DeleteDraft(tx *models.Tx, id, authorID uuid.UUID) error {
	return change(tx, "delete from proposals where id = ? and author_id = ? and submitted_at is null", id, authorID)
}

// ListDue answers proposals whose step runs out before a time and of whom nobody has been told yet, the oldest first.
func ListDue(tx *models.Tx, before time.Time, limit int) ([]Proposal, error) {
	var rows []Proposal
	err := conn.Gorm(tx).Raw("select "+proposalColumns+" from proposals p where p.due_at <= ? and p.warned_at is null order by p.due_at limit ?", before, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListEnded answers proposals whose time to gather is over, the oldest first.
func ListEnded(tx *models.Tx, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select id from proposals where state = 'gathering' and gathering_until <= ? order by gathering_until limit ?", tx.Now, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

func exec(tx *models.Tx, sql string, args ...any) error {
	return models.Translate(conn.Gorm(tx).Exec(sql, args...).Error)
}

// change is exec for what must touch a row; where it touches none, that is ErrStale.
func change(tx *models.Tx, sql string, args ...any) error {
	done := conn.Gorm(tx).Exec(sql, args...)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrStale
	}
	return models.Translate(done.Error)
}
