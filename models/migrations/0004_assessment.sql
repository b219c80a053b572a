-- +goose Up
create table questions (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  key text not null,
  unique (course_id, key)
);
create table question_versions (
  id uuid primary key,
  question_id uuid not null references questions on delete cascade,
  number integer not null check (number > 0),
  type text not null check (type in ('single', 'multiple', 'true_false', 'short_answer')),
  prompt jsonb not null,
  -- What the type needs: choices with their key, the right value, the accepted texts.
  body jsonb not null,
  feedback jsonb not null default '{}',
  created_at timestamptz not null,
  unique (question_id, number)
);
create table quiz_slots (
  quiz_id uuid not null references quizzes on delete cascade,
  slot integer not null check (slot > 0),
  question_id uuid not null references questions,
  marks numeric(6,2) not null check (marks > 0),
  primary key (quiz_id, slot)
);

-- What an attempt was asked and how it is judged is copied here when it starts.
create table attempts (
  id uuid primary key,
  quiz_id uuid not null references quizzes,
  lesson_id uuid not null references lessons,
  enrolment_id uuid not null references enrolments,
  citizen_id uuid not null references users,
  number integer not null check (number > 0),
  state text not null check (state in ('in_progress', 'submitted', 'graded')),
  pass_percent integer not null,
  seed bigint not null,
  started_at timestamptz not null,
  deadline timestamptz,
  submitted_at timestamptz,
  -- True when the clock, not the learner, handed the attempt in.
  overdue boolean not null default false,
  score numeric(8,2),
  max numeric(8,2) not null,
  passed boolean,
  unique (enrolment_id, quiz_id, number),
  check ((state = 'in_progress') = (submitted_at is null)),
  check ((state = 'graded') = (score is not null and passed is not null))
);
create unique index attempts_one_open on attempts (enrolment_id, quiz_id) where state = 'in_progress';
create index attempts_due on attempts (deadline) where state = 'in_progress' and deadline is not null;

create table attempt_slots (
  attempt_id uuid not null references attempts on delete cascade,
  slot integer not null,
  question_version_id uuid not null references question_versions,
  marks numeric(6,2) not null,
  choice_order text[] not null default '{}',
  score numeric(6,2),
  primary key (attempt_id, slot)
);

-- Every change of an answer is a row; the current answer of a slot is the one with the highest seq.
create table attempt_steps (
  attempt_id uuid not null,
  slot integer not null,
  seq integer not null check (seq > 0),
  op_id text not null check (length(op_id) between 1 and 64),
  response jsonb not null,
  saved_at timestamptz not null,
  primary key (attempt_id, slot, seq),
  unique (attempt_id, op_id),
  foreign key (attempt_id, slot) references attempt_slots on delete cascade
);
