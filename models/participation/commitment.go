package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Commitment is something that an office has promised to do by a day: it comes of a proposal or of a meeting, and the other
// of the two IDs is the zero one.
type Commitment struct {
	ID         uuid.UUID   `json:"id"`
	ProposalID uuid.UUID   `json:"proposal_id"`
	MeetingID  uuid.UUID   `json:"meeting_id"`
	Title      string      `json:"title"`
	DivisionID uuid.UUID   `json:"division_id"`
	DueOn      string      `json:"due_on"`
	State      string      `json:"state"`
	Percent    int         `json:"percent"`
	Note       string      `json:"note"`
	MadeAt     time.Time   `json:"made_at"`
	MovedAt    time.Time   `json:"moved_at"`
	Division   models.Text `json:"division"`
}

const commitmentColumns = "k.id, k.proposal_id, k.meeting_id, k.title, k.division_id, k.due_on::text as due_on, k.state, k.percent, k.note, k.made_at, k.moved_at"

// InsertCommitment makes one.
func InsertCommitment(tx *models.Tx, c Commitment, by uuid.UUID) error {
	return exec(tx, "insert into commitments (id, proposal_id, meeting_id, title, division_id, due_on, made_by, made_at, moved_at) values (?, nullif(?, ?::uuid), nullif(?, ?::uuid), ?, ?, ?::date, ?, ?, ?)",
		c.ID, c.ProposalID, uuid.Nil, c.MeetingID, uuid.Nil, c.Title, c.DivisionID, c.DueOn, by, tx.Now, tx.Now)
}

// FindCommitment finds one.
func FindCommitment(tx *models.Tx, id uuid.UUID) (Commitment, error) {
	var c Commitment
	return c, models.Translate(conn.Gorm(tx).Raw("select "+commitmentColumns+" from commitments k where k.id = ?", id).Take(&c).Error)
}

// ListCommitments answers those of a proposal.
func ListCommitments(tx *models.Tx, proposalID uuid.UUID) ([]Commitment, error) {
	var rows []Commitment
	err := conn.Gorm(tx).Raw("select "+commitmentColumns+", d.title as division from commitments k join divisions d on d.id = k.division_id where k.proposal_id = ? order by k.id", proposalID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateProgress says how far a commitment has come, and keeps the step. The caller holds the proposal.
func UpdateProgress(tx *models.Tx, c Commitment, by uuid.UUID) error {
	if err := change(tx, "update commitments set state = ?, percent = ?, note = ?, moved_at = ? where id = ?", c.State, c.Percent, c.Note, tx.Now, c.ID); err != nil {
		return err
	}
	return exec(tx, `insert into commitment_steps (commitment_id, number, state, percent, note, by, at)
		select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from commitment_steps where commitment_id = ?`, c.ID, c.State, c.Percent, c.Note, by, tx.Now, c.ID)
}

// Changed is a commitment with the proposal or the meeting that it came of.
type Changed struct {
	Commitment
	Proposal      string       `json:"proposal"`
	ProposalState string       `json:"proposal_state"`
	Agenda        models.Text  `json:"agenda"`
	Supports      int          `json:"supports"`
	Meeting       *models.Text `json:"meeting"`
}

const changed = "select " + commitmentColumns + `, d.title as division, coalesce(p.title, '') as proposal, coalesce(p.state, '') as proposal_state, a.title as agenda, e.title as meeting,
		(select count(*) from supports s where s.proposal_id = p.id) as supports
	from commitments k join divisions d on d.id = k.division_id left join proposals p on p.id = k.proposal_id left join meetings e on e.id = k.meeting_id join agendas a on a.id = coalesce(p.agenda_id, e.agenda_id)
	where p.state is distinct from 'hidden'`

// ListChanges answers commitments, what moved last in front.
func ListChanges(tx *models.Tx, after models.Cursor, limit int) ([]Changed, error) {
	beyond, args := "", []any{}
	if after.ID != uuid.Nil {
		beyond, args = " and (k.moved_at, k.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Changed
	err := conn.Gorm(tx).Raw(changed+beyond+" order by k.moved_at desc, k.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}
