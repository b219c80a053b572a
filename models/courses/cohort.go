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

// LockSelfPaced finds it and holds its row, so that seats are counted one learner at a time.
func LockSelfPaced(tx *models.Tx, courseID uuid.UUID) (Cohort, error) {
	var c Cohort
	err := conn.Gorm(tx).Raw("select * from cohorts where course_id = ? and self_paced for update", courseID).Take(&c).Error
	return c, models.Translate(err)
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
