package assessment

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Rehearsal is what a quiz would ask if it were published as its authors have composed it.
type Rehearsal struct {
	Title models.Text
	Shuffled
	Slots []AskedSlot
}

// FindRehearsal finds what the quiz of a lesson asks in a revision, with the newest versions. A lesson without a quiz,
// or whose quiz asks nothing, is ErrNotFound.
func FindRehearsal(tx *models.Tx, revisionID, lessonID uuid.UUID) (Rehearsal, error) {
	var rows []struct {
		Title     models.Text
		Shuffled  `gorm:"embedded"`
		AskedSlot `gorm:"embedded"`
	}
	err := conn.Gorm(tx).Raw(`select rl.title, coalesce((w.work->>'shuffle')::boolean, false) as shuffle,
			coalesce((w.work->>'shuffle_questions')::boolean, false) as shuffle_questions,
			p.slot, p.marks, coalesce((p.draw->>'count')::integer, 1) as asks, p.section, n.id as version_id, case when p.draw is null then '{}' else array(
				select v.id::text from questions b
				cross join lateral (select id, type from question_versions e where e.question_id = b.id order by number desc limit 1) v
				where `+drawn("l.course_id", "p.draw", "w.work->'slots' @> jsonb_build_array(jsonb_build_object('question', b.id))")+` order by b.id) end as pool
		from revision_lessons rl
		join lessons l on l.id = rl.lesson_id
		`+composed+`
		cross join rows from (jsonb_to_recordset(w.work->'slots') as (question uuid, marks numeric, draw jsonb, section jsonb)) with ordinality p (question, marks, draw, section, slot)
		left join lateral (select id from question_versions e where e.question_id = p.question order by number desc limit 1) n on true
		where rl.revision_id = ? and rl.lesson_id = ? order by p.slot`, revisionID, lessonID).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		return Rehearsal{}, models.ErrNotFound
	}
	var r Rehearsal
	for _, row := range rows {
		r.Title, r.Shuffled = row.Title, row.Shuffled
		r.Slots = append(r.Slots, row.AskedSlot)
	}
	return r, models.Translate(err)
}
