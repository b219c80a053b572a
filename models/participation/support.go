package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Support is one person's for one proposal, with what they had learned on its agenda at that instant.
type Support struct {
	ProposalID  uuid.UUID
	CitizenID   uuid.UUID
	SupportedAt time.Time
	Band        string
	Rule        int
	CarriedFrom *uuid.UUID
}

// band is the rule of package app/participation/rules in SQL: of a citizen (twice an argument) on the agenda of a proposal p.
const band = `case
		when exists (select 1 from enrolments e join courses c on c.id = e.course_id where e.citizen_id = ? and e.state = 'completed' and c.agenda_id in ` + scope + `) then 'completed'
		when exists (select 1 from enrolments e join courses c on c.id = e.course_id join lesson_progress lp on lp.enrolment_id = e.id and lp.completed_at is not null
			where e.citizen_id = ? and c.agenda_id in ` + scope + `) then 'partial'
		else 'none' end`

// byKey is a proposal that is found by its ID and then looked at. Without the fence a plan that was made while there were few
// would go through all that gather supports, to find it by when its gathering ends.
const byKey = "(select * from proposals where id = ? offset 0)"

// InsertSupport gives a support, with its snapshot, in one statement that locks nothing of the proposal. It says whether
// there is a new one: there is none for who supports already, for the author, without the consent, where nothing is gathered,
// and outside the phases of the agenda.
func InsertSupport(tx *models.Tx, proposalID, citizenID uuid.UUID, rule int) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into supports (proposal_id, citizen_id, supported_at, band, rule)
		select p.id, ?::uuid, ?::timestamptz, `+band+`, ?
		from `+byKey+` p, `+clock+` where p.state = 'gathering' and p.gathering_until > clock.at and p.author_id is distinct from ? and `+consented+` and `+within("support")+`
		on conflict do nothing`, citizenID, tx.Now, citizenID, citizenID, rule, proposalID, tx.Now, citizenID, citizenID)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// Standing is what stands between a person and supporting a proposal.
type Standing struct {
	AuthorID       *uuid.UUID
	State          string
	GatheringUntil *time.Time
	Supported      bool
	Consented      bool
	// Support and Discuss say that the phases of the agenda allow it.
	Support bool
	Discuss bool
}

// FindStanding finds it.
func FindStanding(tx *models.Tx, proposalID, citizenID uuid.UUID) (Standing, error) {
	var row Standing
	err := conn.Gorm(tx).Raw(`select p.author_id, p.state, p.gathering_until, exists (select 1 from supports s where s.proposal_id = p.id and s.citizen_id = ?) as supported, `+consented+` as consented,
			`+within("support")+` as support, `+within("discuss")+` as discuss
		from proposals p, `+clock+` where p.id = ?`, citizenID, citizenID, tx.Now, proposalID).Take(&row).Error
	return row, models.Translate(err)
}

// DeleteSupport takes a support back, as long as supports are gathered, and says whether there was one.
func DeleteSupport(tx *models.Tx, proposalID, citizenID uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec(`delete from supports s using `+byKey+` p where s.proposal_id = p.id and s.citizen_id = ? and p.state = 'gathering' and p.gathering_until > ?`,
		proposalID, citizenID, tx.Now)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// InsertCarried gives the supports of one proposal to another, each person's once. The author of the other has none there.
func InsertCarried(tx *models.Tx, from, to uuid.UUID) error {
	return exec(tx, `insert into supports (proposal_id, citizen_id, supported_at, band, rule, carried_from)
		select p.id, s.citizen_id, s.supported_at, s.band, s.rule, s.proposal_id from supports s, proposals p
		where s.proposal_id = ? and p.id = ? and p.author_id is distinct from s.citizen_id on conflict do nothing`, from, to)
}

// ListMerged answers proposals that were merged into others since a time: who supported in the same moment is still to be carried over.
func ListMerged(tx *models.Tx, since time.Time) ([]Proposal, error) {
	var rows []Proposal
	err := conn.Gorm(tx).Raw("select "+proposalColumns+" from proposals p where p.state = 'merged_into' and p.moved_at >= ? limit 100", since).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountSupports counts those of a proposal.
func CountSupports(tx *models.Tx, proposalID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select count(*) from supports where proposal_id = ?", proposalID).Scan(&n).Error)
}

// ListSupporters answers who supports a proposal, in the order of their IDs, behind one of them.
func ListSupporters(tx *models.Tx, proposalID, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select citizen_id from supports where proposal_id = ? and citizen_id > ? order by citizen_id limit ?", proposalID, after, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

// ListSupports answers the supports of a proposal: for tests and for figures, never for a page.
func ListSupports(tx *models.Tx, proposalID uuid.UUID) ([]Support, error) {
	var rows []Support
	err := conn.Gorm(tx).Raw("select * from supports where proposal_id = ? order by citizen_id", proposalID).Scan(&rows).Error
	return rows, models.Translate(err)
}
