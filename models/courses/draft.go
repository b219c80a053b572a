package courses

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// change runs a statement and answers ErrStale when it has found nothing in the state that it asked for.
func change(tx *models.Tx, sql string, args ...any) error {
	done := conn.Gorm(tx).Exec(sql, args...)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrStale
	}
	return models.Translate(done.Error)
}

// FindDraft finds the draft of a course.
func FindDraft(tx *models.Tx, courseID uuid.UUID) (Revision, error) {
	var r Revision
	return r, models.Translate(conn.Gorm(tx).Where("course_id = ? and number = 0", courseID).Take(&r).Error)
}

// InsertDraft begins a draft as a copy of the revision that learners see, lessons, order and requirements included.
func InsertDraft(tx *models.Tx, id, from, by uuid.UUID) error {
	for _, copied := range []struct {
		sql  string
		args []any
	}{
		{`insert into course_revisions (id, course_id, number, title, summary, description, instructor, rule, grant_duty_id, grant_months, lesson_count,
				agenda_id, level, languages, minutes, palette, version, created_at, changed_at, changed_by)
			select ?, course_id, 0, title, summary, description, instructor, rule, grant_duty_id, grant_months, lesson_count,
				agenda_id, level, languages, minutes, palette, version, ?, ?, ?
			from course_revisions where id = ?`, []any{id, tx.Now, tx.Now, by, from}},
		{`insert into revision_sections (revision_id, section_id, key, position, title, opens_at, opens_after_days, version)
			select ?, section_id, key, position, title, opens_at, opens_after_days, version from revision_sections where revision_id = ?`, []any{id, from}},
		{`insert into revision_lessons (revision_id, lesson_id, section_id, position, title, minutes, required, body, asset_id, watched_id, quiz_id, quiz, assignment, captions_missing, tracks, opens_at, opens_after_days, version)
			select ?, lesson_id, section_id, position, title, minutes, required, body, asset_id, watched_id, quiz_id, quiz, assignment, captions_missing, tracks, opens_at, opens_after_days, version from revision_lessons where revision_id = ?`, []any{id, from}},
		{`insert into revision_requirements (revision_id, lesson_id, required_id)
			select ?, lesson_id, required_id from revision_requirements where revision_id = ?`, []any{id, from}},
		{`insert into revision_prerequisites (revision_id, course_id) select ?, course_id from revision_prerequisites where revision_id = ?`, []any{id, from}},
	} {
		if err := conn.Gorm(tx).Exec(copied.sql, copied.args...).Error; err != nil {
			return models.Translate(err)
		}
	}
	return nil
}

// UpdateSettings writes what stands in the draft's own row, if it still is the version the author began from; otherwise
// ErrStale.
func UpdateSettings(tx *models.Tx, r Revision, from int) error {
	return change(tx, `update course_revisions set title = ?, summary = ?, description = ?, instructor = ?, rule = ?, grant_duty_id = ?,
			grant_months = ?, agenda_id = ?, level = ?, languages = ?, minutes = ?, palette = ?, version = nextval('edit_versions')
		where id = ? and number = 0 and version = ?`, r.Title, r.Summary, r.Description, r.Instructor, r.Rule, r.GrantDutyID,
		r.GrantMonths, r.AgendaID, r.Level, r.Languages, r.Minutes, r.Palette, r.ID, from)
}

// UpdateChanged notes that a draft has been changed, by whom, and how many lessons it has now.
func UpdateChanged(tx *models.Tx, id, by uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec(`update course_revisions set changed_at = ?, changed_by = ?,
		lesson_count = (select count(*) from revision_lessons where revision_id = ?) where id = ?`, tx.Now, by, id, id).Error)
}

// UpdateNumber publishes a draft: from then on the revision never changes.
func UpdateNumber(tx *models.Tx, id uuid.UUID, number int) error {
	return change(tx, "update course_revisions set number = ?, created_at = ? where id = ? and number = 0", number, tx.Now, id)
}

// DeleteDraft drops a draft with all that stands in it.
func DeleteDraft(tx *models.Tx, id uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from course_revisions where id = ? and number = 0", id).Error)
}

// InsertSection adds a section to a draft.
func InsertSection(tx *models.Tx, s RevisionSection) error {
	return models.Translate(conn.Gorm(tx).Create(&s).Error)
}

// UpdateSection writes what a section of a draft is called and when it opens, or answers ErrStale.
func UpdateSection(tx *models.Tx, s RevisionSection, from int) error {
	return change(tx, `update revision_sections set title = ?, opens_at = ?, opens_after_days = ?, version = nextval('edit_versions')
		where revision_id = ? and section_id = ? and version = ?`, s.Title, s.OpensAt, s.OpensAfterDays, s.RevisionID, s.SectionID, from)
}

// DeleteSection removes a section of a draft with its lessons.
func DeleteSection(tx *models.Tx, revisionID, sectionID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from revision_sections where revision_id = ? and section_id = ?", revisionID, sectionID).Error)
}

// InsertRevisionLesson adds a lesson to a draft.
func InsertRevisionLesson(tx *models.Tx, l RevisionLesson) error {
	return models.Translate(conn.Gorm(tx).Create(&l).Error)
}

// UpdateLesson writes what a lesson of a draft says, or answers ErrStale. Its place is UpdatePlaces' affair.
func UpdateLesson(tx *models.Tx, l RevisionLesson, from int) error {
	return change(tx, `update revision_lessons set title = ?, minutes = ?, required = ?, body = ?, captions_missing = ?, opens_at = ?, opens_after_days = ?,
			version = nextval('edit_versions')
		where revision_id = ? and lesson_id = ? and version = ?`, l.Title, l.Minutes, l.Required, l.Body, l.CaptionsMissing, l.OpensAt, l.OpensAfterDays, l.RevisionID, l.LessonID, from)
}

// FindRevisionLesson finds a lesson of a revision.
func FindRevisionLesson(tx *models.Tx, revisionID, lessonID uuid.UUID) (DraftLesson, error) {
	var l DraftLesson
	err := conn.Gorm(tx).Raw("select "+draftLesson+fromLessons+"where rl.revision_id = ? and rl.lesson_id = ?", revisionID, lessonID).Take(&l).Error
	return l, models.Translate(err)
}

// UpdateFilm gives a lecture of a draft another film; one of the same content keeps the captions. What the lesson says
// keeps its version, so that nobody who is writing meanwhile is disturbed.
func UpdateFilm(tx *models.Tx, l RevisionLesson, same bool) error {
	return change(tx, `update revision_lessons rl set asset_id = ?, watched_id = ?,
			tracks = case when ? then (select jsonb_object_agg(x.lang, `+trackOf+") from "+trackLanguages+" where "+trackOf+` is not null) end
		where revision_id = ? and lesson_id = ?`, l.AssetID, l.WatchedID, same, l.RevisionID, l.LessonID)
}

// DeleteRevisionLesson takes a lesson out of a draft. Its identity and what was learned in it stay.
func DeleteRevisionLesson(tx *models.Tx, revisionID, lessonID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from revision_lessons where revision_id = ? and lesson_id = ?", revisionID, lessonID).Error)
}

// UpdateRequirements says anew what a lesson of a draft waits for.
func UpdateRequirements(tx *models.Tx, revisionID, lessonID uuid.UUID, required []uuid.UUID) error {
	if err := conn.Gorm(tx).Exec("delete from revision_requirements where revision_id = ? and lesson_id = ?", revisionID, lessonID).Error; err != nil {
		return models.Translate(err)
	}
	rows := make([]Requirement, len(required))
	for i, id := range required {
		rows[i] = Requirement{RevisionID: revisionID, LessonID: lessonID, RequiredID: id}
	}
	return insertAll(tx, rows)
}

// Place is where a lesson stands: lessons are numbered through the whole course.
type Place struct {
	LessonID  uuid.UUID
	SectionID uuid.UUID
	Position  int
}

// UpdatePlaces moves lessons of a draft.
func UpdatePlaces(tx *models.Tx, revisionID uuid.UUID, places []Place) error {
	if len(places) == 0 {
		return nil
	}
	lessons, sections, positions := make(uuids, len(places)), make(uuids, len(places)), make(ints, len(places))
	for i, p := range places {
		lessons[i], sections[i], positions[i] = p.LessonID, p.SectionID, p.Position
	}
	return models.Translate(conn.Gorm(tx).Exec(`update revision_lessons l set section_id = n.section_id, position = n.position
		from unnest(?::uuid[], ?::uuid[], ?::integer[]) as n(lesson_id, section_id, position)
		where l.revision_id = ? and l.lesson_id = n.lesson_id`, lessons, sections, positions, revisionID).Error)
}

// UpdateSectionPlaces puts the sections of a draft into an order.
func UpdateSectionPlaces(tx *models.Tx, revisionID uuid.UUID, order []uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec(`update revision_sections s set position = n.position
		from unnest(?::uuid[]) with ordinality as n(section_id, position)
		where s.revision_id = ? and s.section_id = n.section_id`, uuids(order), revisionID).Error)
}

// UpdateQuizWork writes what the quiz of a lesson asks, if the lesson is still the version the author began from;
// otherwise it answers ErrStale.
func UpdateQuizWork(tx *models.Tx, l RevisionLesson, from int) error {
	return change(tx, `update revision_lessons set quiz_id = ?, quiz = ?, version = nextval('edit_versions')
		where revision_id = ? and lesson_id = ? and version = ?`, l.QuizID, l.Quiz, l.RevisionID, l.LessonID, from)
}

// UpdateAssignmentWork writes what the assignment of a lesson asks for, if the lesson is still the version the author began
// from; otherwise it answers ErrStale.
func UpdateAssignmentWork(tx *models.Tx, l RevisionLesson, from int) error {
	return change(tx, `update revision_lessons set assignment = ?, version = nextval('edit_versions')
		where revision_id = ? and lesson_id = ? and version = ?`, l.Assignment, l.RevisionID, l.LessonID, from)
}
