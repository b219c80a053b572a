-- +goose Up
-- Which of several attempts counts.
alter table quizzes add column grading text not null default 'highest' check (grading in ('highest', 'last', 'first', 'average'));

-- What the graded attempts of an enrolment at a quiz come to.
create table quiz_grades (
  enrolment_id uuid not null references enrolments on delete cascade,
  quiz_id uuid not null references quizzes on delete cascade,
  lesson_id uuid not null references lessons,
  percent numeric(5,2) not null check (percent between 0 and 100),
  passed boolean not null,
  graded_at timestamptz not null,
  primary key (enrolment_id, quiz_id)
);
create index quiz_grades_quiz on quiz_grades (quiz_id);
insert into quiz_grades (enrolment_id, quiz_id, lesson_id, percent, passed, graded_at)
  select a.enrolment_id, a.quiz_id, (array_agg(a.lesson_id order by a.number desc))[1],
    max(case when a.max > 0 then least(100, trunc(a.score * 100 / a.max, 2)) else 0 end), bool_or(a.passed), max(a.submitted_at)
  from attempts a where a.state = 'graded' group by a.enrolment_id, a.quiz_id;

-- The answer as it was handed in: what is read of all attempts at once does not look through the steps.
alter table attempt_slots add column response jsonb;
update attempt_slots s set response = (select t.response from attempt_steps t
    where t.attempt_id = s.attempt_id and t.slot = s.slot order by t.seq desc limit 1)
  from attempts a where a.id = s.attempt_id and a.state <> 'in_progress';
