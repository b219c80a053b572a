-- +goose Up
-- Somebody has had the answers to a question judged again: by a corrected version, with full marks for everyone, or
-- without the question. It applies to whoever was asked that version before, or an earlier one.
create table regrades (
  id uuid primary key,
  course_id uuid not null references courses,
  question_id uuid not null references questions,
  version_id uuid not null references question_versions,
  mode text not null check (mode in ('key', 'full', 'drop')),
  reason text not null check (length(reason) between 1 and 2000),
  asked_by uuid references users on delete set null,
  asked_at timestamptz not null,
  -- When a worker was last at it, and the enrolment that it has reached.
  moved_at timestamptz not null,
  reached uuid,
  finished_at timestamptz,
  total integer not null check (total >= 0),
  done integer not null default 0 check (done >= 0),
  raised integer not null default 0,
  lowered integer not null default 0,
  gained integer not null default 0,
  flagged integer not null default 0,
  unjudged integer not null default 0,
  by_hand integer not null default 0
);
create unique index regrades_one_running on regrades (question_id) where finished_at is null;
create index regrades_of_course on regrades (course_id, asked_at desc);
create index regrades_of_question on regrades (question_id, asked_at desc);

-- The regrade that has judged the answer last, and the version it went by where that is not the one asked. A question
-- that no longer counts is worth nothing; asked_marks is what it was worth.
alter table attempt_slots
  add column regrade_id uuid references regrades,
  add column judged_by uuid references question_versions,
  add column asked_marks numeric(6,2),
  add check (judged_by is null or regrade_id is not null);

-- A pass that a regrade would have taken. It stays unless a person takes it back.
alter table attempts add column pass_kept boolean not null default false;
create table flagged_passes (
  regrade_id uuid not null references regrades,
  attempt_id uuid not null references attempts on delete cascade,
  before numeric(5,2) not null,
  after numeric(5,2) not null,
  decision text check (decision in ('stands', 'taken_back')),
  reason text not null default '' check (length(reason) <= 2000),
  decided_by uuid references users on delete set null,
  decided_at timestamptz,
  primary key (regrade_id, attempt_id),
  check ((decision is null) = (decided_at is null)),
  check (decision is null or reason <> '')
);
create index flagged_passes_waiting on flagged_passes (attempt_id) where decision is null;
