-- +goose Up
-- What a job has worked out of the attempts at a quiz; data is null until it has done so once.
create table item_analyses (
  quiz_id uuid not null references quizzes on delete cascade,
  attempts text not null check (attempts in ('first', 'last', 'highest', 'all')),
  -- Nobody waits for it where this is null.
  asked_at timestamptz,
  computed_at timestamptz,
  counted integer not null default 0 check (counted >= 0),
  data jsonb,
  primary key (quiz_id, attempts),
  check ((computed_at is null) = (data is null)),
  check (asked_at is not null or computed_at is not null)
);
create index attempts_of_quiz on attempts (quiz_id, submitted_at) where state = 'graded';
