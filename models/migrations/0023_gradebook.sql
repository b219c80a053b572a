-- +goose Up
-- What belongs to a course says so, so that no grade of one course can hang on a learner or a lesson of another.
alter table lessons add constraint lessons_of_course unique (course_id, id);
alter table enrolments add constraint enrolments_of_course unique (course_id, id);

-- How much a graded lesson counts in the grade of its course: without a row 1, and 0 not at all.
create table grade_weights (
  course_id uuid not null references courses on delete cascade,
  lesson_id uuid primary key,
  weight numeric(6,2) not null check (weight between 0 and 1000),
  foreign key (course_id, lesson_id) references lessons (course_id, id) on delete cascade
);

-- A table of grades that somebody has brought and looks at before taking any of them. Learners stand in it by number.
create table grade_imports (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  brought_by uuid not null references users on delete cascade,
  name text not null check (length(name) <= 300),
  -- What would change, cell by cell, and why it cannot; package grades knows them.
  rows jsonb not null,
  -- The places in rows of what was taken.
  taken jsonb not null default '[]',
  reason text not null default '' check (length(reason) <= 500),
  brought_at timestamptz not null,
  taken_at timestamptz,
  undone_at timestamptz,
  check (taken_at is null or length(btrim(reason)) > 0),
  check (undone_at is null or taken_at is not null)
);
create index grade_imports_old on grade_imports (brought_at);

-- Grades that a person has given in place of what the attempts come to, every one of them for good: the one that counts
-- is not superseded, and one without a percent lets the attempts count again.
create table grade_overrides (
  id uuid primary key,
  course_id uuid not null,
  enrolment_id uuid not null,
  lesson_id uuid not null,
  percent numeric(5,2) check (percent between 0 and 100),
  reason text not null check (length(btrim(reason)) > 0 and length(reason) <= 500),
  given_by uuid references users on delete set null,
  given_at timestamptz not null,
  import_id uuid references grade_imports on delete set null,
  replaces uuid references grade_overrides on delete cascade,
  superseded_at timestamptz,
  foreign key (course_id, enrolment_id) references enrolments (course_id, id) on delete cascade,
  foreign key (course_id, lesson_id) references lessons (course_id, id) on delete cascade
);
create unique index grade_overrides_counts on grade_overrides (enrolment_id, lesson_id) where superseded_at is null;
create index grade_overrides_of on grade_overrides (enrolment_id, lesson_id, given_at);
create index grade_overrides_import on grade_overrides (import_id) where import_id is not null;
create unique index grade_overrides_replaces on grade_overrides (replaces) where replaces is not null;
create index grade_weights_course on grade_weights (course_id);

-- +goose StatementBegin
create function refuse_change_of_override() returns trigger language plpgsql as $$
begin
  raise exception 'grade % was given and never changes', old.id using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger given_grades before update of id, course_id, enrolment_id, lesson_id, percent, reason, given_at, replaces on grade_overrides
  for each row execute function refuse_change_of_override();
