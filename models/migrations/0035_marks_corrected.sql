-- +goose Up
-- Whether a quiz keeps from a learner what the attempts at it come to: it does as long as its terms show nothing of one of
-- them. Package assessment says the same of each attempt.
-- +goose StatementBegin
create function score_kept_back(learner uuid, lesson uuid, moment timestamptz) returns boolean language sql stable as $$
  select exists (select from attempts a
    join quizzes q on q.id = a.quiz_id
    left join lateral (select g.closes_at from accommodations g
      where g.enrolment_id = a.enrolment_id and (g.quiz_id = q.id or g.quiz_id is null) order by g.quiz_id is null limit 1) g on true
    where a.enrolment_id = learner and a.lesson_id = lesson and a.state = 'graded'
      and case when moment >= q.closes_at and moment >= coalesce(g.closes_at, q.closes_at) then q.review_closed
        when moment < a.submitted_at + interval '1 hour' then q.review_after
        else q.review_later end = 'none')
$$;
-- +goose StatementEnd

-- A mark that was given is corrected with a reason, which its learner reads.
alter table attempt_slots
  add column corrected_at timestamptz,
  add column correction text not null default '' check (length(correction) <= 2000),
  add check ((corrected_at is null) = (correction = '')),
  add check (corrected_at is null or marked_at is not null);

-- What was given for each criterion of an essay, in their order; empty where it has none.
alter table attempt_slots
  add column criterion_points jsonb not null default '[]' check (jsonb_typeof(criterion_points) = 'array');
