package assessment

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Regrade has the answers to a question judged again: those to its version, if they were asked for before AskedAt, and to
// all earlier ones.
type Regrade struct {
	ID         uuid.UUID
	CourseID   uuid.UUID
	QuestionID uuid.UUID
	VersionID  uuid.UUID
	// Mode is key for the key of the version, full for full marks, drop for a question that no longer counts.
	Mode    string
	Reason  string
	AskedBy *uuid.UUID
	AskedAt time.Time
	// MovedAt is when a worker was last at it, and Reached the last enrolment that is done.
	MovedAt    time.Time
	Reached    *uuid.UUID
	FinishedAt *time.Time
	Total      int
	RegradeTally
}

// RegradeTally counts what came of attempts that were judged again.
type RegradeTally struct {
	// Done are all of them, Raised and Lowered those whose score has changed.
	Done, Raised, Lowered int
	// Gained have passed now; Flagged have not, and keep their pass until a person decides.
	Gained, Flagged int
	// Unjudged have an answer that the version cannot judge, ByHand one that a person has marked: both keep their marks.
	Unjudged, ByHand int
}

// ToldRegrade is a regrade with what is said of it.
type ToldRegrade struct {
	Regrade `gorm:"embedded"`
	Number  int // of the version
	Prompt  models.Text
	// Waiting are flagged passes that nobody has decided about.
	Waiting int
}

const fromRegrades = `select r.*, v.number, v.prompt,
		(select count(*) from flagged_passes f where f.regrade_id = r.id and f.decision is null) as waiting
	from regrades r join question_versions v on v.id = r.version_id `

// ListRegrades answers those of a course, the newest first.
func ListRegrades(tx *models.Tx, courseID uuid.UUID, limit int) ([]ToldRegrade, error) {
	var rows []ToldRegrade
	return rows, models.Translate(conn.Gorm(tx).Raw(fromRegrades+"where r.course_id = ? order by r.asked_at desc, r.id desc limit ?", courseID, limit).Scan(&rows).Error)
}

// FindRegrade finds a regrade of whichever course.
func FindRegrade(tx *models.Tx, id uuid.UUID) (ToldRegrade, error) {
	var r ToldRegrade
	return r, models.Translate(conn.Gorm(tx).Raw(fromRegrades+"where r.id = ?", id).Take(&r).Error)
}

// LockRegrade holds a regrade's row, so that two workers take turns. Attempts may point to it meanwhile.
func LockRegrade(tx *models.Tx, id uuid.UUID) (Regrade, error) {
	var r Regrade
	return r, models.Translate(conn.Gorm(tx).Raw("select * from regrades where id = ? for no key update", id).Take(&r).Error)
}

// InsertRegrade writes a regrade. While another one of the question runs it answers ErrConflict.
func InsertRegrade(tx *models.Tx, r Regrade) error {
	return models.Translate(conn.Gorm(tx).Create(&r).Error)
}

// UpdateRegradeReached adds what was done, up to an enrolment.
func UpdateRegradeReached(tx *models.Tx, id, reached uuid.UUID, t RegradeTally) error {
	return change(tx, `update regrades set moved_at = ?, reached = ?, done = done + ?, raised = raised + ?, lowered = lowered + ?, gained = gained + ?,
		flagged = flagged + ?, unjudged = unjudged + ?, by_hand = by_hand + ? where id = ?`,
		tx.Now, reached, t.Done, t.Raised, t.Lowered, t.Gained, t.Flagged, t.Unjudged, t.ByHand, id)
}

// UpdateRegradeFinished ends a regrade: what there was to do has been done.
func UpdateRegradeFinished(tx *models.Tx, id uuid.UUID) error {
	return change(tx, "update regrades set finished_at = ?, moved_at = ?, total = done where id = ? and finished_at is null", tx.Now, tx.Now, id)
}

// ListStalledRegrades answers the unfinished ones that no worker has been at since a time, and says that one is now.
func ListStalledRegrades(tx *models.Tx, since time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("update regrades set moved_at = ? where finished_at is null and moved_at < ? returning id", tx.Now, since).Scan(&ids).Error
	return ids, models.Translate(err)
}

// RegradedQuestion is a question of a course with what it says now and its newest regrade.
type RegradedQuestion struct {
	BankQuestion
	// Newest is zero before the first regrade; Running is one that is not finished.
	Newest, Running uuid.UUID
}

// FindRegradedQuestion finds a question of a course.
func FindRegradedQuestion(tx *models.Tx, courseID, id uuid.UUID) (RegradedQuestion, error) {
	const none = "'00000000-0000-0000-0000-000000000000'::uuid"
	var q RegradedQuestion
	err := conn.Gorm(tx).Raw(`select coalesce((select r.id from regrades r where r.question_id = ? order by r.asked_at desc, r.id desc limit 1), `+none+`) as newest,
		coalesce((select r.id from regrades r where r.question_id = ? and r.finished_at is null), `+none+`) as running, `+ofBank+`where q.course_id = ? and q.id = ?`,
		id, id, courseID, id).Take(&q).Error
	return q, models.Translate(err)
}

// ListRegradedQuizzes answers the quizzes in which a regrade has changed something.
func ListRegradedQuizzes(tx *models.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`select distinct a.quiz_id from regrades r
		join question_versions v on v.question_id = r.question_id
		join attempt_slots s on s.question_version_id = v.id and s.regrade_id = r.id
		join attempts a on a.id = s.attempt_id where r.id = ?`, id).Scan(&ids).Error
	return ids, models.Translate(err)
}

// FindCourseTitle finds what a course is called: as it is published, or was last.
func FindCourseTitle(tx *models.Tx, courseID uuid.UUID) (models.Text, error) {
	var row struct{ Title models.Text }
	err := conn.Gorm(tx).Raw(`select r.title from courses c
		join course_revisions r on r.course_id = c.id and (r.id = c.published_revision_id or c.published_revision_id is null)
		where c.id = ? order by r.number desc limit 1`, courseID).Take(&row).Error
	return row.Title, models.Translate(err)
}
