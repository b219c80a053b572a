package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Cohort is a run of a course. A self-paced course has one that is always open.
type Cohort struct {
	ID        uuid.UUID
	CourseID  uuid.UUID
	Policy    string
	SelfPaced bool
	Seats     *int
	OpensAt   *time.Time
	ClosesAt  *time.Time
	CreatedAt time.Time
}

// Open says whether applications are taken at a time.
func (c Cohort) Open(now time.Time) bool {
	return (c.OpensAt == nil || !now.Before(*c.OpensAt)) && (c.ClosesAt == nil || now.Before(*c.ClosesAt))
}

// Gate is a cohort with what it is to enter now.
type Gate struct {
	Cohort
	CourseState string
}

// LockSelfPaced finds it and holds its row, so that seats are counted one learner at a time, and its course, so that it
// is not archived meanwhile.
func LockSelfPaced(tx *models.Tx, courseID uuid.UUID) (Gate, error) {
	var g Gate
	err := conn.Gorm(tx).Raw(`select h.*, c.state as course_state from cohorts h join courses c on c.id = h.course_id
		where h.course_id = ? and h.self_paced for update of h for share of c`, courseID).Take(&g).Error
	return g, models.Translate(err)
}

// FindSelfPaced finds it.
func FindSelfPaced(tx *models.Tx, courseID uuid.UUID) (Cohort, error) {
	var c Cohort
	return c, models.Translate(conn.Gorm(tx).Where("course_id = ? and self_paced", courseID).Take(&c).Error)
}

// CountTaken counts the seats that are taken.
func CountTaken(tx *models.Tx, cohortID uuid.UUID) (int, error) {
	var n int
	err := conn.Gorm(tx).Raw("select count(*) from enrolments where cohort_id = ? and state in ('active', 'offered', 'completed')", cohortID).Scan(&n).Error
	return n, models.Translate(err)
}

// InsertCohort writes a cohort.
func InsertCohort(tx *models.Tx, c Cohort) error {
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}
