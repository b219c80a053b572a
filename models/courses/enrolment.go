package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Enrolment is a citizen in a cohort. Percent is a summary kept current by whoever completes a lesson.
type Enrolment struct {
	ID                  uuid.UUID
	CohortID            uuid.UUID
	CourseID            uuid.UUID
	CitizenID           uuid.UUID
	State               string
	Percent             int
	LastLessonID        *uuid.UUID
	LastSeenAt          time.Time
	EnrolledAt          time.Time
	CompletedAt         *time.Time
	CompletedRevisionID *uuid.UUID
}

// Learning says whether lessons may be opened: also after completion, to look things up again.
func (e Enrolment) Learning() bool { return e.State == "active" || e.State == "completed" }

// Held is an enrolment in a list of a citizen's own, with its course and certificate.
type Held struct {
	Enrolment
	Slug        string
	Palette     string
	Title       models.Text
	Certificate string
	// RevisionID is what learners see of the course now; nil where it is published no more.
	RevisionID *uuid.UUID
}

// FindEnrolment finds a citizen's enrolment in a course, the newest when there were several, whatever its state.
func FindEnrolment(tx *models.Tx, courseID, citizenID uuid.UUID) (Enrolment, error) {
	return findEnrolment(tx, courseID, citizenID, "")
}

// LockEnrolment finds it and holds its row.
func LockEnrolment(tx *models.Tx, courseID, citizenID uuid.UUID) (Enrolment, error) {
	return findEnrolment(tx, courseID, citizenID, " for update")
}

func findEnrolment(tx *models.Tx, courseID, citizenID uuid.UUID, lock string) (Enrolment, error) {
	var e Enrolment
	err := conn.Gorm(tx).Raw("select * from enrolments where course_id = ? and citizen_id = ? order by enrolled_at desc limit 1"+lock, courseID, citizenID).Take(&e).Error
	return e, models.Translate(err)
}

// FindEnrolmentByID finds one.
func FindEnrolmentByID(tx *models.Tx, id uuid.UUID) (Enrolment, error) {
	var e Enrolment
	return e, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&e).Error)
}

// LockEnrolmentByID finds one and holds its row.
func LockEnrolmentByID(tx *models.Tx, id uuid.UUID) (Enrolment, error) {
	var e Enrolment
	return e, models.Translate(conn.Gorm(tx).Raw("select * from enrolments where id = ? for update", id).Take(&e).Error)
}

// LockEnrolmentsByID holds several enrolments, always in the same order, so that nobody waits in a circle.
func LockEnrolmentsByID(tx *models.Tx, ids []uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("select from enrolments where id in ? order by id for update", ids).Error)
}

// ListMine answers a citizen's enrolments in some courses.
func ListMine(tx *models.Tx, citizenID uuid.UUID, courseIDs []uuid.UUID) ([]Enrolment, error) {
	if len(courseIDs) == 0 {
		return nil, nil
	}
	var rows []Enrolment
	err := conn.Gorm(tx).Where("citizen_id = ? and course_id in ? and state in ('applied', 'waitlisted', 'offered', 'active', 'completed')", citizenID, courseIDs).Find(&rows).Error
	return rows, models.Translate(err)
}

const held = `select e.*, c.slug, c.palette, r.title, coalesce(t.code, '') as certificate,
	case when c.state in ('published', 'archived') then r.id end as revision_id
from enrolments e
join courses c on c.id = e.course_id
join course_revisions r on r.id = c.published_revision_id
left join certificates t on t.enrolment_id = e.id and t.state = 'issued'
where e.citizen_id = ?`

// ListHeld answers a citizen's enrolments, the last one looked at first.
func ListHeld(tx *models.Tx, citizenID uuid.UUID, after models.Cursor, limit int) ([]Held, error) {
	sql, args := held, []any{citizenID}
	if after.ID != uuid.Nil {
		sql, args = sql+" and (e.last_seen_at, e.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Held
	err := conn.Gorm(tx).Raw(sql+" order by e.last_seen_at desc, e.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// FindResume finds the active enrolment that was looked at last.
func FindResume(tx *models.Tx, citizenID uuid.UUID) (Held, error) {
	var h Held
	err := conn.Gorm(tx).Raw(held+" and e.state = 'active' order by e.last_seen_at desc limit 1", citizenID).Take(&h).Error
	return h, models.Translate(err)
}

// InsertEnrolment writes an enrolment.
func InsertEnrolment(tx *models.Tx, e Enrolment) error {
	return models.Translate(conn.Gorm(tx).Create(&e).Error)
}

// UpdateState moves an enrolment to a state other than completed.
func UpdateState(tx *models.Tx, id uuid.UUID, state string) error {
	return models.Translate(conn.Gorm(tx).Exec("update enrolments set state = ?, last_seen_at = ? where id = ?", state, tx.Now, id).Error)
}

// UpdateSeen remembers the lesson a learner is at.
func UpdateSeen(tx *models.Tx, id, lessonID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update enrolments set last_lesson_id = ?, last_seen_at = ? where id = ?", lessonID, tx.Now, id).Error)
}

// UpdatePercent keeps the summary current.
func UpdatePercent(tx *models.Tx, id uuid.UUID, percent int) error {
	return models.Translate(conn.Gorm(tx).Exec("update enrolments set percent = ? where id = ?", percent, id).Error)
}

// UpdateCompleted completes an active enrolment and says whether this call did.
func UpdateCompleted(tx *models.Tx, id, revisionID uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec(`update enrolments set state = 'completed', percent = 100, completed_at = ?, completed_revision_id = ?
		where id = ? and state = 'active'`, tx.Now, revisionID, id)
	return done.RowsAffected == 1, models.Translate(done.Error)
}
