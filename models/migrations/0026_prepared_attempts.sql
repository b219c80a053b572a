-- +goose Up
-- What the first attempt of an enrolment at a quiz will be asked, drawn before the quiz opens. It is no attempt: whoever
-- counts attempts never sees it, and a start looks again at every rule.
create table prepared_attempts (
  enrolment_id uuid not null references enrolments on delete cascade,
  quiz_id uuid not null references quizzes on delete cascade,
  seed bigint not null,
  -- The rows for attempt_slots, with everything but the attempt.
  slots jsonb not null check (jsonb_typeof(slots) = 'array' and slots <> '[]'),
  max numeric(8,2) not null check (max >= 0),
  -- A sum of all that it was drawn from. Where the quiz comes to another one now, nobody is asked this any more.
  basis text not null check (length(basis) = 32),
  prepared_at timestamptz not null,
  primary key (enrolment_id, quiz_id)
);
create index prepared_attempts_quiz on prepared_attempts (quiz_id);
create index quizzes_opening on quizzes (opens_at) where opens_at is not null;
