-- +goose Up
-- A file of questions that an author has brought and looks at before taking any of them.
create table question_imports (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  brought_by uuid not null references users on delete cascade,
  name text not null check (length(name) <= 300),
  format text not null,
  -- The drafts with what was dropped of each and why; package formats knows them.
  items jsonb not null,
  -- Which questions it has made, in the order of the items; empty until some are taken, and again when that is undone.
  taken uuid[] not null default '{}',
  brought_at timestamptz not null
);
create index question_imports_old on question_imports (brought_at);
