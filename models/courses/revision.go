package courses

import (
	"errors"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Rule is what completion asks, in percent; 0 where it does not ask.
type Rule struct {
	Coverage int `json:"coverage"`
	Score    int `json:"score"`
}

// Revision is what a course says from one publishing to the next. Number 0 is the draft, the only one that changes;
// the schema refuses a change of any other.
type Revision struct {
	ID          uuid.UUID
	CourseID    uuid.UUID
	Number      int
	Title       models.Text
	Summary     models.Text
	Description models.Text
	Instructor  models.Text
	Rule        models.JSON[Rule]
	GrantDutyID *uuid.UUID
	GrantMonths *int
	LessonCount int
	AgendaID    uuid.UUID
	Level       string
	Languages   Strings
	Minutes     int
	Palette     string
	// Version counts the changes of what stands in this row; sections and lessons have versions of their own.
	Version   int `gorm:"default:nextval('edit_versions')"`
	CreatedAt time.Time
	ChangedAt time.Time
	ChangedBy *uuid.UUID
}

// TableName names the table.
func (Revision) TableName() string { return "course_revisions" }

// Release says when something opens for a learner: on a date, so many days after the enrolment, or, with neither, at once.
type Release struct {
	OpensAt        *time.Time
	OpensAfterDays *int
}

// RevisionSection is a section as one revision has it.
type RevisionSection struct {
	RevisionID uuid.UUID
	SectionID  uuid.UUID
	Key        string
	Position   int
	Title      models.Text
	Release    `gorm:"embedded"`
	Version    int `gorm:"default:nextval('edit_versions')"`
}

// RevisionLesson is a lesson as one revision has it.
type RevisionLesson struct {
	RevisionID uuid.UUID
	LessonID   uuid.UUID
	SectionID  uuid.UUID
	Position   int
	Title      models.Text
	Minutes    int
	Required   bool
	Body       models.Text
	AssetID    *uuid.UUID
	// WatchedID is the film whose coverage counts: the lesson's own, or an earlier one of the same content.
	WatchedID *uuid.UUID
	QuizID    *uuid.UUID
	// Quiz is what the quiz asks once this revision is published; nil where it stays as it is.
	Quiz *models.JSON[QuizWork]
	// Assignment is what an assignment asks for; nil before anybody has said.
	Assignment *models.JSON[AssignmentWork]
	// CaptionsMissing is why a lecture has no captions in some language.
	CaptionsMissing string
	Release         `gorm:"embedded"`
	Version         int `gorm:"default:nextval('edit_versions')"`
}

// Requirement says that a lesson stays locked until another is complete.
type Requirement struct {
	RevisionID uuid.UUID
	LessonID   uuid.UUID
	RequiredID uuid.UUID
}

// TableName names the table.
func (Requirement) TableName() string { return "revision_requirements" }

// Lesson is a lesson's identity: progress hangs on it, whatever later revisions call it or where they put it.
type Lesson struct {
	ID       uuid.UUID
	CourseID uuid.UUID
	Key      string
	Kind     string
}

// OutlineLesson is a lesson of a revision with what its kind needs to be shown.
type OutlineLesson struct {
	RevisionLesson
	Kind        string
	DurationMS  int
	VideoKey    string
	PosterKey   string
	PassPercent int
	MaxAttempts int
	TimeLimitS  int
	Questions   int
}

// FindRevision finds one.
func FindRevision(tx *models.Tx, id uuid.UUID) (Revision, error) {
	var r Revision
	return r, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&r).Error)
}

// FindLatestNumber is the number of a course's newest revision, 0 when it has none.
func FindLatestNumber(tx *models.Tx, courseID uuid.UUID) (int, error) {
	var n int
	err := conn.Gorm(tx).Raw("select coalesce(max(number), 0) from course_revisions where course_id = ?", courseID).Scan(&n).Error
	return n, models.Translate(err)
}

// ListSections answers the sections of a revision in their order.
func ListSections(tx *models.Tx, revisionID uuid.UUID) ([]RevisionSection, error) {
	var rows []RevisionSection
	return rows, models.Translate(conn.Gorm(tx).Where("revision_id = ?", revisionID).Order("position").Find(&rows).Error)
}

// ListOutline answers the lessons of a revision in their order. Texts between the questions of a quiz are not counted.
func ListOutline(tx *models.Tx, revisionID uuid.UUID) ([]OutlineLesson, error) {
	var rows []OutlineLesson
	err := conn.Gorm(tx).Raw(`select rl.*, l.kind, coalesce(a.duration_ms, 0) as duration_ms, coalesce(a.video_key, '') as video_key,
			coalesce(a.poster_key, '') as poster_key, coalesce(q.pass_percent, (rl.assignment->>'pass_percent')::integer, 0) as pass_percent, coalesce(q.max_attempts, 0) as max_attempts,
			coalesce(q.time_limit_s, 0) as time_limit_s, (select coalesce(sum(s.asks), 0) from quiz_slots s where s.quiz_id = rl.quiz_id
				and not exists (select from question_versions v where v.question_id = s.question_id and v.type = 'text')) as questions
		from revision_lessons rl
		join lessons l on l.id = rl.lesson_id
		left join assets a on a.id = rl.asset_id and a.state = 'ready'
		left join quizzes q on q.id = rl.quiz_id
		where rl.revision_id = ? order by rl.position`, revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListRequirements answers what locks what in a revision.
func ListRequirements(tx *models.Tx, revisionID uuid.UUID) ([]Requirement, error) {
	var rows []Requirement
	return rows, models.Translate(conn.Gorm(tx).Where("revision_id = ?", revisionID).Find(&rows).Error)
}

// ListLessons answers the lesson identities of a course.
func ListLessons(tx *models.Tx, courseID uuid.UUID) ([]Lesson, error) {
	var rows []Lesson
	return rows, models.Translate(conn.Gorm(tx).Where("course_id = ?", courseID).Find(&rows).Error)
}

// ListQuizzes answers which quiz a lesson had in the newest revision that knew it, by lesson.
func ListQuizzes(tx *models.Tx, courseID uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	var rows []RevisionLesson
	err := conn.Gorm(tx).Raw(`select rl.* from revision_lessons rl join course_revisions r on r.id = rl.revision_id
		where r.course_id = ? and rl.quiz_id is not null order by r.number`, courseID).Scan(&rows).Error
	quizzes := map[uuid.UUID]uuid.UUID{}
	for _, row := range rows {
		quizzes[row.LessonID] = *row.QuizID
	}
	return quizzes, models.Translate(err)
}

// ListSectionKeys answers which section had a key in the newest revision that knew it, by key.
func ListSectionKeys(tx *models.Tx, courseID uuid.UUID) (map[string]uuid.UUID, error) {
	var rows []RevisionSection
	err := conn.Gorm(tx).Raw(`select rs.* from revision_sections rs join course_revisions r on r.id = rs.revision_id
		where r.course_id = ? order by r.number`, courseID).Scan(&rows).Error
	sections := map[string]uuid.UUID{}
	for _, row := range rows {
		sections[row.Key] = row.SectionID
	}
	return sections, models.Translate(err)
}

// InsertRevision writes a whole revision.
func InsertRevision(tx *models.Tx, r Revision, sections []RevisionSection, lessons []RevisionLesson, requirements []Requirement) error {
	if err := conn.Gorm(tx).Create(&r).Error; err != nil {
		return models.Translate(err)
	}
	return errors.Join(insertAll(tx, sections), insertAll(tx, lessons), insertAll(tx, requirements))
}

func insertAll[T any](tx *models.Tx, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).Create(&rows).Error)
}

// InsertLesson writes a lesson's identity.
func InsertLesson(tx *models.Tx, l Lesson) error {
	return models.Translate(conn.Gorm(tx).Create(&l).Error)
}
