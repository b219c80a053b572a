package assessment

import (
	"encoding/json"
	"strings"
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// BankQuestion is a question with what it says now.
type BankQuestion struct {
	Question
	VersionID uuid.UUID
	Number    int
	Type      string
	Prompt    models.Text
	Body      models.JSON[json.RawMessage]
	Feedback  models.Text
	// Quizzes counts those that ask it now, Copies the other courses that have copied it.
	Quizzes, Copies int
	// Newer is the newest version of what it was copied from, if that is shared and newer than the copy; otherwise 0.
	Newer int
	// AllTags and AllCategories are those of all questions of the course; only ListBank fills them.
	AllTags, AllCategories courses.Strings
}

// BankFilter narrows the list of a bank. Empty fields narrow nothing; Before is the question that the list goes on after.
type BankFilter struct {
	Text, Type, Tag, Category, Difficulty string
	Archived                              bool
	Before                                uuid.UUID
}

const fromBank = "select " + ofBank

// newerThanCopy is SQL for Newer of a question q.
const newerThanCopy = `coalesce((select max(n.number) from questions h join question_versions n on n.question_id = h.id
			where h.id = q.copied_from and h.shared and n.number > q.copied_version), 0)`

const ofBank = `q.*, v.id as version_id, v.number, v.type, v.prompt, v.body, v.feedback,
		(select count(distinct s.quiz_id) from quiz_slots s where s.question_id = q.id) as quizzes,
		(select count(*) from questions k where k.copied_from = q.id) as copies, ` + newerThanCopy + ` as newer
	from questions q
	cross join lateral (select * from question_versions v where v.question_id = q.id order by v.number desc limit 1) v `

// likely escapes what has a meaning in LIKE.
var likely = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`) //nolint:gochecknoglobals // never changes

// fitting is SQL for what a filter lets through of questions q with their newest version v.
const fitting = ` and (@before = '00000000-0000-0000-0000-000000000000' or q.id < @before)
			and (@type = '' or v.type = @type) and (@tag = '' or @tag = any(q.tags)) and (@category = '' or q.category = @category)
			and (@difficulty = '' or q.difficulty = @difficulty)
			and (@text = '' or concat_ws(' ', q.key, v.prompt->>'ko', v.prompt->>'en') ilike '%' || @text || '%')
		order by q.id desc limit @limit`

func (f BankFilter) named(courseID uuid.UUID, limit int) map[string]any {
	return map[string]any{
		"course": courseID, "archived": f.Archived, "before": f.Before, "type": f.Type, "tag": f.Tag, "category": f.Category,
		"difficulty": f.Difficulty, "text": likely.Replace(f.Text), "limit": limit,
	}
}

// ListBank answers the questions of a course, the newest first.
func ListBank(tx *models.Tx, courseID uuid.UUID, f BankFilter, limit int) ([]BankQuestion, error) {
	q := conn.Gorm(tx).Raw(`select array(select distinct unnest(tags) from questions where course_id = @course order by 1) as all_tags,
			array(select distinct category from questions where course_id = @course and category <> '' order by 1) as all_categories, `+ofBank+`
		where q.course_id = @course and q.archived = @archived`+fitting, f.named(courseID, limit))
	var rows []BankQuestion
	return rows, models.Translate(q.Scan(&rows).Error)
}

// FindBankQuestion finds a question of a course with what it says now.
func FindBankQuestion(tx *models.Tx, courseID, id uuid.UUID) (BankQuestion, error) {
	var q BankQuestion
	return q, models.Translate(conn.Gorm(tx).Raw(fromBank+"where q.course_id = ? and q.id = ?", courseID, id).Take(&q).Error)
}

// ListBankQuestions answers some questions of a course, in no order.
func ListBankQuestions(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) ([]BankQuestion, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []BankQuestion
	return rows, models.Translate(conn.Gorm(tx).Raw(fromBank+"where q.course_id = ? and q.id in ?", courseID, ids).Scan(&rows).Error)
}

// LockQuestion finds a question of a course and holds its row, so that versions are numbered by one writer at a time.
func LockQuestion(tx *models.Tx, courseID, id uuid.UUID) (BankQuestion, error) {
	if err := change(tx, "update questions set changed_at = changed_at where id = ? and course_id = ?", id, courseID); err != nil {
		return BankQuestion{}, err
	}
	return FindBankQuestion(tx, courseID, id)
}

// UpdateQuestion writes how a question is found.
func UpdateQuestion(tx *models.Tx, q Question) error {
	return change(tx, "update questions set category = ?, tags = ?, difficulty = ?, changed_at = ? where id = ? and course_id = ?",
		q.Category, q.Tags, q.Difficulty, tx.Now, q.ID, q.CourseID)
}

// UpdateArchived puts questions of a course away, or takes them out again.
func UpdateArchived(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID, archived bool) error {
	err := conn.Gorm(tx).Exec("update questions set archived = ?, changed_at = ? where course_id = ? and id in ?", archived, tx.Now, courseID, ids).Error
	return models.Translate(err)
}

// UpdateTagged gives questions of a course another tag, or takes it from them.
func UpdateTagged(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID, tag string, with bool) error {
	err := conn.Gorm(tx).Exec(`update questions set changed_at = ?, tags = case when ? then array(select distinct unnest(array_append(tags, ?)) order by 1) else array_remove(tags, ?) end
		where course_id = ? and id in ?`, tx.Now, with, tag, tag, courseID, ids).Error
	return models.Translate(err)
}

// UpdateCategory moves questions of a course into a category.
func UpdateCategory(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID, category string) error {
	err := conn.Gorm(tx).Exec("update questions set category = ?, changed_at = ? where course_id = ? and id in ?", category, tx.Now, courseID, ids).Error
	return models.Translate(err)
}

// UpdateDifficulty says how difficult questions of a course are.
func UpdateDifficulty(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID, difficulty string) error {
	err := conn.Gorm(tx).Exec("update questions set difficulty = ?, changed_at = ? where course_id = ? and id in ?", difficulty, tx.Now, courseID, ids).Error
	return models.Translate(err)
}

// QuestionUse is a lesson whose quiz asks a question.
type QuestionUse struct {
	LessonID uuid.UUID   `json:"lesson_id"`
	Title    models.Text `json:"title"`
	// Live says that learners are asked it there now; otherwise it stands in the draft.
	Live bool `json:"live"`
}

// QuestionEdit is a version of a question, without what it says.
type QuestionEdit struct {
	Number    int       `json:"number"`
	CreatedAt time.Time `json:"created_at"`
	// Answers counts the attempts that were asked it.
	Answers int `json:"answers"`
}

// TracedQuestion is a question with where it is asked, in what is published and in the draft, and its newest versions.
type TracedQuestion struct {
	BankQuestion
	Uses  models.JSON[[]QuestionUse]
	Edits models.JSON[[]QuestionEdit]
	// Takers are the courses that have copied it, as far as who asks may open them. Home is the course that it was copied
	// from itself.
	Takers models.JSON[[]QuestionTaker]
	Home   models.Text
}

// QuestionTaker is a course that has a copy of a question.
type QuestionTaker struct {
	Slug     string      `json:"slug"`
	Title    models.Text `json:"title"`
	Question uuid.UUID   `json:"question"`
}

// Reader is who asks where a question is. All says that every course may be opened.
type Reader struct {
	ID  uuid.UUID
	All bool
}

// homeTitle is SQL for what a course c is called: as it is published, or else in its draft.
const homeTitle = `(select r.title from course_revisions r where r.course_id = c.id order by coalesce(r.id = c.published_revision_id, false) desc, r.number limit 1)`

// FindTracedQuestion finds a question of a course with where it is asked and so many of its versions.
func FindTracedQuestion(tx *models.Tx, courseID, id uuid.UUID, edits int, by Reader) (TracedQuestion, error) {
	var q TracedQuestion
	err := conn.Gorm(tx).Raw(`select coalesce((select jsonb_agg(jsonb_build_object('lesson_id', rl.lesson_id, 'title', rl.title, 'live', s.question_id is not null) order by rl.position)
			from courses c
			join lateral (select r.id from course_revisions r where r.course_id = c.id and (r.number = 0 or r.id = c.published_revision_id) order by r.number limit 1) r on true
			join revision_lessons rl on rl.revision_id = r.id
			left join lateral (select s.question_id from quiz_slots s where s.quiz_id = rl.quiz_id and s.question_id = ? limit 1) s on true
			where c.id = ? and (s.question_id is not null or rl.quiz->'slots' @> jsonb_build_array(jsonb_build_object('question', ?::text)))), '[]') as uses,
		coalesce((select jsonb_agg(jsonb_build_object('number', e.number, 'created_at', e.created_at, 'answers',
				(select count(*) from attempt_slots a where a.question_version_id = e.id)) order by e.number desc)
			from (select * from question_versions e where e.question_id = ? order by e.number desc limit ?) e), '[]') as edits,
		coalesce((select jsonb_agg(jsonb_build_object('slug', c.slug, 'title', `+homeTitle+`, 'question', k.id) order by c.slug)
			from questions k join courses c on c.id = k.course_id
			where k.copied_from = ? and (? or exists (select from course_staff m where m.course_id = c.id and m.user_id = ?))), '[]') as takers,
		coalesce((select `+homeTitle+` from questions h join courses c on c.id = h.course_id where h.id = q.copied_from), '{}') as home, `+
		ofBank+"where q.course_id = ? and q.id = ?", id, courseID, id, id, edits, id, by.All, by.ID, courseID, id).Take(&q).Error
	return q, models.Translate(err)
}

// WorkQuestion is a question of a quiz, as a list shows it.
type WorkQuestion struct {
	ID     uuid.UUID   `json:"id"`
	Key    string      `json:"key"`
	Number int         `json:"number"`
	Type   string      `json:"type"`
	Prompt models.Text `json:"prompt"`
	Newer  int         `json:"newer"`
}

// LessonQuiz is what the quiz of a lesson asks in a revision, with its questions in no order.
type LessonQuiz struct {
	Kind      string
	Title     models.Text
	Version   int
	Work      *models.JSON[courses.QuizWork] // nil where there is no quiz yet
	Questions models.JSON[[]WorkQuestion]
	// Found is how many questions each draw can choose from, by its place, which counts from 0.
	Found models.JSON[map[string]int]
	// AllTags and AllCategories are those of all questions of the course.
	AllTags, AllCategories courses.Strings
	// OpensAt is when the quiz opens as learners see it, nil where it does not or has. Prepared counts those of the Learners
	// whose attempts are prepared.
	OpensAt            *time.Time
	Prepared, Learners int
}

// composed joins the lesson rl of a revision with what its quiz asks: as the revision has it, or else as learners are asked.
const composed = `cross join lateral (select coalesce(rl.quiz, (select to_jsonb(z) || jsonb_build_object('slots', coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
		'question', t.question_id, 'marks', t.marks, 'section', t.section, 'draw', t.draw || jsonb_build_object('count', t.asks))) order by t.slot)
	from quiz_slots t where t.quiz_id = z.id), '[]'))
	from quizzes z where z.id = rl.quiz_id)) as work) w`

// FindLessonQuiz finds what the quiz of a lesson asks: as its revision has composed it, or else as learners are asked.
func FindLessonQuiz(tx *models.Tx, revisionID, lessonID uuid.UUID) (LessonQuiz, error) {
	var q LessonQuiz
	err := conn.Gorm(tx).Raw(`select l.kind, rl.title, rl.version, w.work,
			array(select distinct unnest(tags) from questions b where b.course_id = l.course_id and not b.archived order by 1) as all_tags,
			array(select distinct category from questions b where b.course_id = l.course_id and not b.archived and category <> '' order by 1) as all_categories,
			coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'key', q.key, 'number', v.number, 'type', v.type, 'prompt', v.prompt, 'newer', `+newerThanCopy+`))
				from jsonb_to_recordset(w.work->'slots') as s(question uuid)
				join questions q on q.id = s.question
				cross join lateral (select * from question_versions v where v.question_id = q.id order by v.number desc limit 1) v), '[]') as questions,
			coalesce((select jsonb_object_agg(s.place - 1, (select count(*) from questions b
					cross join lateral (select v.type from question_versions v where v.question_id = b.id order by v.number desc limit 1) v
					where `+drawn("l.course_id", "d.draw", "w.work->'slots' @> jsonb_build_array(jsonb_build_object('question', b.id))")+`))
				from jsonb_array_elements(w.work->'slots') with ordinality as s(slot, place)
				cross join lateral (select s.slot->'draw' as draw) d
				where d.draw is not null), '{}') as found,
			o.opens_at, coalesce(o.prepared, 0) as prepared, coalesce(o.learners, 0) as learners
		from revision_lessons rl
		join lessons l on l.id = rl.lesson_id
		`+composed+`
		left join lateral (select z.opens_at,
				(select count(*) from prepared_attempts p join enrolments e on e.id = p.enrolment_id and e.state = 'active' where p.quiz_id = z.id) as prepared,
				(select count(*) from enrolments e where e.course_id = z.course_id and e.state = 'active') as learners
			from quizzes z where z.id = rl.quiz_id and z.opens_at > ?) o on true
		where rl.revision_id = ? and rl.lesson_id = ?`, tx.Now, revisionID, lessonID).Take(&q).Error
	return q, models.Translate(err)
}

func change(tx *models.Tx, sql string, args ...any) error {
	done := conn.Gorm(tx).Exec(sql, args...)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrNotFound
	}
	return models.Translate(done.Error)
}

// HomedVersion is what a question says now, and the course that it belongs to.
type HomedVersion struct {
	QuestionVersion
	Slug string
}

// FindHomedVersion finds a question, whichever course it belongs to.
func FindHomedVersion(tx *models.Tx, questionID uuid.UUID) (HomedVersion, error) {
	var v HomedVersion
	err := conn.Gorm(tx).Raw(`select v.*, c.slug from question_versions v join questions q on q.id = v.question_id join courses c on c.id = q.course_id
		where v.question_id = ? order by v.number desc limit 1`, questionID).Take(&v).Error
	return v, models.Translate(err)
}
