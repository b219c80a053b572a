-- +goose Up
alter table quizzes
  add column opens_at timestamptz,
  add column closes_at timestamptz,
  -- How long after the end of an attempt the next may start.
  add column delay_s integer not null default 0 check (delay_s between 0 and 31536000),
  -- Asked for when an attempt starts. Whoever makes the quiz reads it out, so it is kept as it is.
  add column password text not null default '' check (length(password) <= 100),
  add column shuffle_questions boolean not null default false,
  -- What a graded attempt shows: in the first hour, later while the quiz takes attempts, and after it has closed.
  add column review_after text not null default 'auto' check (review_after in ('auto', 'none', 'score', 'full')),
  add column review_later text not null default 'auto' check (review_later in ('auto', 'none', 'score', 'full')),
  add column review_closed text not null default 'auto' check (review_closed in ('auto', 'none', 'score', 'full')),
  add check (closes_at is null or opens_at is null or closes_at > opens_at);
update revision_lessons set quiz = '{"grading": "highest", "review_after": "auto", "review_later": "auto", "review_closed": "auto"}'::jsonb || quiz
  where quiz is not null;

-- A slot asks one question, or draws so many of those that its course has of a tag, category and difficulty.
alter table quiz_slots
  alter column question_id drop not null,
  add column draw jsonb,
  add column asks integer not null default 1 check (asks between 1 and 200),
  -- The title of the section that begins with it.
  add column section jsonb,
  add check ((question_id is null) = (draw is not null)),
  add check (draw is not null or asks = 1);
alter table attempt_slots add column section jsonb;

-- What one learner is granted at one quiz, or at all of the course where there is no quiz.
create table accommodations (
  id uuid primary key,
  enrolment_id uuid not null references enrolments on delete cascade,
  quiz_id uuid references quizzes on delete cascade,
  -- Per cent of the time limit that are added to it; ignored where untimed.
  extra_percent integer not null default 0 check (extra_percent between 0 and 900),
  untimed boolean not null default false,
  extra_attempts integer not null default 0 check (extra_attempts between 0 and 100),
  closes_at timestamptz,
  reason text not null check (length(reason) between 1 and 500),
  granted_by uuid references users on delete set null,
  granted_at timestamptz not null,
  unique nulls not distinct (enrolment_id, quiz_id)
);

-- Answers that came after the deadline and its grace. Somebody who makes the course decides whether they count.
create table late_answers (
  attempt_id uuid not null,
  slot integer not null,
  op_id text not null check (length(op_id) between 1 and 64),
  response jsonb not null,
  received_at timestamptz not null,
  decision text check (decision in ('taken', 'left')),
  decided_by uuid references users on delete set null,
  decided_at timestamptz,
  primary key (attempt_id, slot),
  foreign key (attempt_id, slot) references attempt_slots on delete cascade,
  check ((decision is null) = (decided_at is null))
);
create index late_answers_waiting on late_answers (attempt_id) where decision is null;
