package assessment

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// FlaggedPass is a pass that a regrade would have taken. A person decides what becomes of it; Decision is empty before.
type FlaggedPass struct {
	RegradeID uuid.UUID
	AttemptID uuid.UUID
	// Before and After are in per cent, rounded down to two decimals.
	Before, After float64
	Decision      *string
	Reason        string
	DecidedBy     *uuid.UUID
	DecidedAt     *time.Time
}

// ToldPass is a flagged pass with what whoever decides has to know, and no name.
type ToldPass struct {
	AttemptID   uuid.UUID   `json:"attempt_id"`
	Before      float64     `json:"before"`
	After       float64     `json:"after"`
	Decision    string      `json:"decision"`
	Reason      string      `json:"reason"`
	Title       models.Text `json:"title"` // of the lesson
	Number      int         `json:"number"`
	SubmittedAt time.Time   `json:"submitted_at"`
	PassPercent int         `json:"pass_percent"`
	// CourseDone says that the learner has completed the course.
	CourseDone bool `json:"course_done"`
}

// FlaggingRegrade is a regrade with passes that it has flagged, those that wait for a decision first.
type FlaggingRegrade struct {
	ToldRegrade `gorm:"embedded"`
	Passes      models.JSON[[]ToldPass]
}

// FindFlaggingRegrade finds a regrade of whichever course with so many of its passes.
func FindFlaggingRegrade(tx *models.Tx, id uuid.UUID, limit int) (FlaggingRegrade, error) {
	var r FlaggingRegrade
	err := conn.Gorm(tx).Raw(`select r.*, coalesce((select jsonb_agg(p order by p.decision <> '', p.after, p.attempt_id) from (
			select f.attempt_id, f.before, f.after, coalesce(f.decision, '') as decision, f.reason, a.number, a.submitted_at, a.pass_percent, e.state = 'completed' as course_done,
				coalesce((select l.title from revision_lessons l join course_revisions n on n.id = l.revision_id
					where l.lesson_id = a.lesson_id and n.number > 0 order by n.number desc limit 1), '{}') as title
			from flagged_passes f
			join attempts a on a.id = f.attempt_id
			join enrolments e on e.id = a.enrolment_id
			where f.regrade_id = r.id order by f.decision is not null, f.after, f.attempt_id limit ?) p), '[]') as passes
		from (`+fromRegrades+`where r.id = ?) r`, limit, id).Take(&r).Error
	return r, models.Translate(err)
}

// InsertFlagged writes passes to decide about.
func InsertFlagged(tx *models.Tx, passes []FlaggedPass) error {
	if len(passes) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).Create(&passes).Error)
}

// DeleteFlagged forgets passes that nobody has to decide about any more, because they are earned after all.
func DeleteFlagged(tx *models.Tx, attemptIDs []uuid.UUID) error {
	if len(attemptIDs) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).Exec("delete from flagged_passes where attempt_id in ? and decision is null", attemptIDs).Error)
}

// UpdateDecided writes what a person has decided about a pass that waited for it.
func UpdateDecided(tx *models.Tx, f FlaggedPass) error {
	return change(tx, "update flagged_passes set decision = ?, reason = ?, decided_by = ?, decided_at = ? where regrade_id = ? and attempt_id = ? and decision is null",
		f.Decision, f.Reason, f.DecidedBy, tx.Now, f.RegradeID, f.AttemptID)
}
