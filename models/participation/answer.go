package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Answer is an official answer, drafted by one and signed by another.
type Answer struct {
	ProposalID     uuid.UUID   `json:"proposal_id"`
	Version        int         `json:"version"`
	Outcome        string      `json:"outcome"`
	Summary        string      `json:"summary"`
	Points         []Point     `json:"points" gorm:"-"`
	ChangedBecause string      `json:"changed_because"`
	DivisionID     uuid.UUID   `json:"division_id"`
	Drafter        uuid.UUID   `json:"drafter"`
	DraftedAt      time.Time   `json:"drafted_at"`
	Signer         *uuid.UUID  `json:"signer"`
	SignedAt       *time.Time  `json:"signed_at"`
	Division       models.Text `json:"division"`
}

// Point is what is answered to one thing that a proposal asks for.
type Point struct {
	Clause string `json:"clause"`
	Reply  string `json:"reply"`
}

// Objection is what an author says once against an answer.
type Objection struct {
	ProposalID uuid.UUID `json:"proposal_id"`
	Against    int       `json:"against"`
	Text       string    `json:"text"`
	ObjectedAt time.Time `json:"objected_at"`
}

// SaveAnswerDraft writes the draft of an answer, a new one or the one that waits. What was written before is gone.
func SaveAnswerDraft(tx *models.Tx, a Answer) error {
	return exec(tx, `insert into answers (proposal_id, version, outcome, summary, points, changed_because, division_id, drafter, drafted_at)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (proposal_id, version) do update set outcome = excluded.outcome, summary = excluded.summary, points = excluded.points, changed_because = excluded.changed_because,
			division_id = excluded.division_id, drafter = excluded.drafter, drafted_at = excluded.drafted_at`,
		a.ProposalID, a.Version, a.Outcome, a.Summary, models.JSON[[]Point]{V: a.Points}, a.ChangedBecause, a.DivisionID, a.Drafter, tx.Now)
}

// LastAnswer finds the newest answer to a proposal, published or not.
func LastAnswer(tx *models.Tx, proposalID uuid.UUID) (Answer, error) {
	var row struct {
		Answer
		Pointed models.JSON[[]Point]
	}
	err := conn.Gorm(tx).Raw(`select w.*, w.points as pointed, d.title as division from answers w join divisions d on d.id = w.division_id where w.proposal_id = ? order by w.version desc limit 1`, proposalID).Take(&row).Error
	row.Points = row.Pointed.V
	return row.Answer, models.Translate(err)
}

// UpdateSigned publishes a draft by the signature of another officer. The schema refuses the drafter's own.
func UpdateSigned(tx *models.Tx, proposalID uuid.UUID, version int, signer uuid.UUID) error {
	return change(tx, "update answers set signer = ?, signed_at = ? where proposal_id = ? and version = ? and signer is null", signer, tx.Now, proposalID, version)
}

// InsertObjection keeps what the author says against an answer. A second one is ErrConflict.
func InsertObjection(tx *models.Tx, o Objection) error {
	return exec(tx, "insert into objections (proposal_id, against, text, objected_at) values (?, ?, ?, ?)", o.ProposalID, o.Against, o.Text, tx.Now)
}

// Division is an office that answers.
type Division struct {
	ID    uuid.UUID   `json:"id"`
	Slug  string      `json:"slug"`
	Title models.Text `json:"title"`
}

// FindDivision finds one by its short name.
func FindDivision(tx *models.Tx, slug string) (Division, error) {
	var d Division
	return d, models.Translate(conn.Gorm(tx).Raw("select * from divisions where slug = ?", slug).Take(&d).Error)
}
