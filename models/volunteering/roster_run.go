package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a run.
const (
	RunWaiting  = "waiting"
	RunRunning  = "running"
	RunReady    = "ready"
	RunAccepted = "accepted"
	RunDropped  = "dropped"
	RunFailed   = "failed"
)

// Run is a roster that is worked out in the background, or has been.
type Run struct {
	ID         uuid.UUID
	ActivityID uuid.UUID
	State      string
	Seed       int64
	Steps      int
	Step       int
	Missing    int
	Cost       int64
	Exact      bool
	Proposals  models.JSON[[]Proposal]
	Vacancies  models.JSON[[]Vacancy]
	AskedBy    *uuid.UUID
	AskedAt    time.Time
	MovedAt    time.Time
	FinishedAt *time.Time
}

// TableName names the table.
func (Run) TableName() string { return "roster_runs" }

// Proposal is a seat that is proposed to somebody.
type Proposal struct {
	NeedID    uuid.UUID `json:"need_id"`
	CitizenID uuid.UUID `json:"citizen_id"`
	Name      string    `json:"name"`
	// Load is what the person does in all by then, in minutes.
	Load int `json:"load"`
}

// Vacancy is a need with empty seats and how many people each rule keeps away.
type Vacancy struct {
	NeedID  uuid.UUID      `json:"need_id"`
	Missing int            `json:"missing"`
	Open    int            `json:"open"`
	Removed map[string]int `json:"removed"`
}

// InsertRun writes a run; while another one of the activity goes on it is ErrConflict.
func InsertRun(tx *models.Tx, r Run) error {
	return models.Translate(conn.Gorm(tx).Create(&r).Error)
}

// FindRun finds a run.
func FindRun(tx *models.Tx, id uuid.UUID) (Run, error) {
	var r Run
	return r, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&r).Error)
}

// LockRun finds a run and holds its row.
func LockRun(tx *models.Tx, id uuid.UUID) (Run, error) {
	var r Run
	return r, models.Translate(conn.Gorm(tx).Raw("select * from roster_runs where id = ? for update", id).Take(&r).Error)
}

// UpdateRunProgress says how far a run is, and answers whether the best so far is enough by now; ErrStale when it has been
// dropped meanwhile.
func UpdateRunProgress(tx *models.Tx, r Run) (enough bool, err error) {
	done := conn.Gorm(tx).Raw(`update roster_runs set state = 'running', step = ?, steps = ?, missing = ?, cost = ?, moved_at = ? where id = ? and finished_at is null
		returning stop_at is not null`, r.Step, r.Steps, r.Missing, r.Cost, tx.Now, r.ID).Scan(&enough)
	if done.Error == nil && done.RowsAffected == 0 {
		return false, models.ErrStale
	}
	return enough, models.Translate(done.Error)
}

// UpdateRunStop says that the best so far is enough.
func UpdateRunStop(tx *models.Tx, id uuid.UUID) error {
	return change(tx, "update roster_runs set stop_at = coalesce(stop_at, ?) where id = ? and finished_at is null", tx.Now, id)
}

// UpdateRunReady writes what a run has found.
func UpdateRunReady(tx *models.Tx, r Run) error {
	return change(tx, `update roster_runs set state = 'ready', step = ?, steps = ?, missing = ?, cost = ?, exact = ?, proposals = ?, vacancies = ?, moved_at = ?, finished_at = ?
		where id = ? and finished_at is null`, r.Step, r.Steps, r.Missing, r.Cost, r.Exact, r.Proposals, r.Vacancies, tx.Now, tx.Now, r.ID)
}

// UpdateRunState ends a run.
func UpdateRunState(tx *models.Tx, id uuid.UUID, state string) error {
	return change(tx, "update roster_runs set state = ?, moved_at = ?, finished_at = coalesce(finished_at, ?) where id = ? and state in ('waiting', 'running', 'ready')", state, tx.Now, tx.Now, id)
}

// ListStalledRuns answers the runs that no worker has been at since a time, and says that one is now.
func ListStalledRuns(tx *models.Tx, since time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("update roster_runs set moved_at = ? where finished_at is null and moved_at < ? returning id", tx.Now, since).Scan(&ids).Error
	return ids, models.Translate(err)
}
