package assessment

import (
	"encoding/json"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// SharedQuestion is a question that another course shares.
type SharedQuestion struct {
	BankQuestion
	// Home is what its course is called.
	Home models.Text
	// CopyID is the copy that the course which looks at it has; nil where it has none.
	CopyID *uuid.UUID
}

const fromShared = ofBank + ` join courses c on c.id = q.course_id
	where q.shared and not q.archived and q.course_id <> @course`

const sharedColumns = homeTitle + ` as home, (select k.id from questions k where k.copied_from = q.id and k.course_id = @course) as copy_id, `

// ListShared answers what other courses share with a course, the newest first.
func ListShared(tx *models.Tx, courseID uuid.UUID, f BankFilter, limit int) ([]SharedQuestion, error) {
	const theirs = "from questions where shared and not archived and course_id <> @course"
	q := conn.Gorm(tx).Raw("select array(select distinct unnest(tags) "+theirs+` order by 1) as all_tags,
		array(select distinct category `+theirs+" and category <> '' order by 1) as all_categories, "+sharedColumns+fromShared+fitting, f.named(courseID, limit))
	var rows []SharedQuestion
	return rows, models.Translate(q.Scan(&rows).Error)
}

// FindShared finds a question that another course shares.
func FindShared(tx *models.Tx, courseID, id uuid.UUID) (SharedQuestion, error) {
	var q SharedQuestion
	err := conn.Gorm(tx).Raw("select "+sharedColumns+fromShared+" and q.id = @id", map[string]any{"course": courseID, "id": id}).Take(&q).Error
	return q, models.Translate(err)
}

// LockShared finds questions that other courses share and holds them, so that they stay shared meanwhile.
func LockShared(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) ([]SharedQuestion, error) {
	var rows []SharedQuestion
	err := conn.Gorm(tx).Raw("select "+sharedColumns+fromShared+" and q.id in @ids order by q.id for share of q",
		map[string]any{"course": courseID, "ids": ids}).Scan(&rows).Error
	return rows, models.Translate(err)
}

// MapCopies answers the copies that a course has of some questions, by what they were copied from.
func MapCopies(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	var rows []struct{ ID, CopiedFrom uuid.UUID }
	err := conn.Gorm(tx).Raw("select id, copied_from from questions where course_id = ? and copied_from in ?", courseID, ids).Scan(&rows).Error
	copies := make(map[uuid.UUID]uuid.UUID, len(rows))
	for _, row := range rows {
		copies[row.CopiedFrom] = row.ID
	}
	return copies, models.Translate(err)
}

// UpdateShared shares questions of a course, or shares them no more.
func UpdateShared(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID, shared bool) error {
	err := conn.Gorm(tx).Exec("update questions set shared = ?, changed_at = ? where course_id = ? and id in ?", shared, tx.Now, courseID, ids).Error
	return models.Translate(err)
}

// OldCopy is a copy whose original says something newer: what that says, and which of its versions that is.
type OldCopy struct {
	ID       uuid.UUID
	Last     int // version of the copy
	Original int
	Type     string
	Prompt   models.Text
	Body     models.JSON[json.RawMessage]
	Feedback models.Text
}

// LockOldCopies finds those of some questions of a course that are older than what they were copied from, and holds them.
func LockOldCopies(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) ([]OldCopy, error) {
	var rows []OldCopy
	err := conn.Gorm(tx).Raw(`select q.id, (select max(number) from question_versions o where o.question_id = q.id) as last,
			v.number as original, v.type, v.prompt, v.body, v.feedback
		from questions q
		join questions h on h.id = q.copied_from and h.shared
		cross join lateral (select * from question_versions v where v.question_id = h.id order by v.number desc limit 1) v
		where q.course_id = ? and q.id in ? and v.number > q.copied_version order by q.id for update of q`, courseID, ids).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateCopied says which version of its original a copy says now.
func UpdateCopied(tx *models.Tx, id uuid.UUID, version int) error {
	return change(tx, "update questions set copied_version = ?, changed_at = ? where id = ?", version, tx.Now, id)
}
