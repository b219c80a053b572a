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
	// PassPercent is what the course or the lesson asks, whichever is higher.
	PassPercent int `json:"pass_percent"`
	// Grading says which of several attempts counts.
	Grading string `json:"grading"`
}

// graded are the graded lessons of a revision, which is its only parameter. An item is what is graded in one: its quiz, or the
// lesson itself where it is an assignment, of which the last mark counts.
const graded = `graded as (
		select rl.lesson_id, coalesce(rl.quiz_id, rl.lesson_id) as item_id, l.course_id, l.key, rl.title, rl.number, coalesce(w.weight, 1) as weight, coalesce(z.grading, 'assignment') as grading,
			case when rl.quiz_id is null and (rl.assignment->>'pass_percent')::integer = 0 then 0
				else greatest(coalesce((r.rule->>'score')::integer, 0), coalesce((coalesce(rl.quiz, rl.assignment)->>'pass_percent')::integer, z.pass_percent)) end as pass_percent
		from (select *, row_number() over (order by position) as number from revision_lessons where revision_id = ?) rl
		join course_revisions r on r.id = rl.revision_id
		join lessons l on l.id = rl.lesson_id
		left join quizzes z on z.id = rl.quiz_id
		left join grade_weights w on w.lesson_id = rl.lesson_id
		where rl.quiz_id is not null or rl.assignment is not null
	)`

const lessonList = `(select coalesce(jsonb_agg(jsonb_build_object('id', lesson_id, 'key', key, 'title', title, 'number', number, 'weight', (weight * 100)::integer,
		'pass_percent', pass_percent, 'grading', grading) order by number), '[]') from graded)`
