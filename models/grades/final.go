package grades

// FinalOf is SQL for the final grade of an enrolment e that is completed, in hundredths of a per cent: null where the
// revision in which it was completed grades nothing. It is what the gradebook works out from the same rows.
const FinalOf = `(select div(sum(coalesce(w.weight, 1) * 100 * coalesce(o.percent, g.percent, 0) * 100), nullif(sum(coalesce(w.weight, 1) * 100), 0))
		from revision_lessons rl
		left join grade_weights w on w.lesson_id = rl.lesson_id
		left join item_grades g on g.enrolment_id = e.id and g.item_id = coalesce(rl.quiz_id, rl.lesson_id)
		left join grade_overrides o on o.enrolment_id = e.id and o.lesson_id = rl.lesson_id and o.superseded_at is null
		where rl.revision_id = e.completed_revision_id and (rl.quiz_id is not null or rl.assignment is not null))::integer`
