// Package grades is the rows of the gradebook: how much a lesson counts, what its learners have, and what a person has
// given in place of it. Percents and weights are in hundredths, which add up exactly.
package grades

import (
	"academy/models"

	"github.com/google/uuid"
)

// Lesson is a graded lesson of what learners see of a course.
type Lesson struct {
	ID    uuid.UUID   `json:"id"`
	Key   string      `json:"key"`
	Title models.Text `json:"title"`
	// Number is its place among all lessons.
	Number int `json:"number"`
	Weight int `json:"weight"`
	// PassPercent is what the course or the quiz asks, whichever is higher.
	PassPercent int `json:"pass_percent"`
	// Grading says which of several attempts counts.
	Grading string `json:"grading"`
}

// graded are the graded lessons of a revision, which is its only parameter.
const graded = `graded as (
		select rl.lesson_id, rl.quiz_id, l.course_id, l.key, rl.title, rl.number, coalesce(w.weight, 1) as weight, z.grading,
			greatest(coalesce((r.rule->>'score')::integer, 0), coalesce((rl.quiz->>'pass_percent')::integer, z.pass_percent)) as pass_percent
		from (select *, row_number() over (order by position) as number from revision_lessons where revision_id = ?) rl
		join course_revisions r on r.id = rl.revision_id
		join lessons l on l.id = rl.lesson_id
		join quizzes z on z.id = rl.quiz_id
		left join grade_weights w on w.lesson_id = rl.lesson_id
	)`

const lessonList = `(select coalesce(jsonb_agg(jsonb_build_object('id', lesson_id, 'key', key, 'title', title, 'number', number, 'weight', (weight * 100)::integer,
		'pass_percent', pass_percent, 'grading', grading) order by number), '[]') from graded)`
