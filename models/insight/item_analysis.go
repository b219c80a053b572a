package insight

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// ItemAnalysis is what was last worked out of some of the attempts at a quiz.
type ItemAnalysis struct {
	QuizID uuid.UUID
	// Attempts says which: first, last, highest or all.
	Attempts string
	// AskedAt is since when somebody waits for it anew, nil where nobody does.
	AskedAt    *time.Time
	ComputedAt *time.Time
	// Counted is how many attempts went into it.
	Counted int
	Data    models.JSON[json.RawMessage]
}

// AnalysedQuiz is a quiz that learners have seen, with its analysis, whose times are nil before the first.
type AnalysedQuiz struct {
	ItemAnalysis `gorm:"embedded"`
	// Title is that of the lesson in the newest published revision that has the quiz; Shown says that it is the one
	// that learners see now.
	Title models.Text
	Shown bool
	// GradedAt is when the newest attempt that has been graded was handed in, nil before the first.
	GradedAt *time.Time
}

// analysed takes what to show of the data, which attempts, the course and the quiz, if it is one alone.
func analysed(data, only string) string {
	return `select q.quiz_id, coalesce(i.attempts, '') as attempts, i.asked_at, i.computed_at, coalesce(i.counted, 0) as counted, ` + data + ` as data, q.title, q.shown,
			(select max(a.submitted_at) from attempts a where a.quiz_id = q.quiz_id and a.state = 'graded') as graded_at
		from (
			select distinct on (rl.quiz_id) rl.quiz_id, rl.title, rl.position, coalesce(r.id = c.published_revision_id, false) as shown
			from courses c
			join course_revisions r on r.course_id = c.id and r.number > 0
			join revision_lessons rl on rl.revision_id = r.id and rl.quiz_id is not null
			where c.id = ?` + only + ` order by rl.quiz_id, r.number desc
		) q
		left join item_analyses i on i.quiz_id = q.quiz_id and i.attempts = ?
		order by q.shown desc, q.position`
}

// ListAnalysedQuizzes answers the quizzes of a course that learners see now, in their order, and after them those of
// earlier revisions. Of the data they carry all but the items.
func ListAnalysedQuizzes(tx *models.Tx, courseID uuid.UUID, attempts string) ([]AnalysedQuiz, error) {
	var rows []AnalysedQuiz
	err := conn.Gorm(tx).Raw(analysed("i.data - 'items'", ""), courseID, attempts).Scan(&rows).Error
	return rows, models.Translate(err)
}

// FindAnalysedQuiz finds one of them, with all its data.
func FindAnalysedQuiz(tx *models.Tx, courseID, quizID uuid.UUID, attempts string) (AnalysedQuiz, error) {
	var row AnalysedQuiz
	err := conn.Gorm(tx).Raw(analysed("i.data", " and rl.quiz_id = ?"), courseID, quizID, attempts).Take(&row).Error
	return row, models.Translate(err)
}

// AskAnalysis notes that somebody waits for an analysis and says whether nobody did before. Whoever has waited since
// before a time waits in vain.
func AskAnalysis(tx *models.Tx, quizID uuid.UUID, attempts string, vain time.Time) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into item_analyses (quiz_id, attempts, asked_at) values (?, ?, ?)
		on conflict (quiz_id, attempts) do update set asked_at = excluded.asked_at where item_analyses.asked_at is null or item_analyses.asked_at < ?`,
		quizID, attempts, tx.Now, vain)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// UpdateAnalysis writes what came of it, for all who wait. Of two that were made at once the one that saw more stays.
func UpdateAnalysis(tx *models.Tx, a ItemAnalysis) error {
	return models.Translate(conn.Gorm(tx).Exec(`update item_analyses set asked_at = null, computed_at = ?, counted = ?, data = ?
		where quiz_id = ? and attempts = ? and (computed_at is null or computed_at <= ?)`,
		a.ComputedAt, a.Counted, a.Data, a.QuizID, a.Attempts, a.ComputedAt).Error)
}

// ListAnalysedAttempts answers which attempts at a quiz were analysed.
func ListAnalysedAttempts(tx *models.Tx, quizID uuid.UUID) ([]string, error) {
	var list []string
	err := conn.Gorm(tx).Raw("select attempts from item_analyses where quiz_id = ? order by attempts", quizID).Scan(&list).Error
	return list, models.Translate(err)
}
