-- +goose Up
-- Tables of shifts that were brought, with their cells as they were read: what they would add is judged anew each time.
create table shift_imports (
  id uuid primary key,
  activity_id uuid not null references activities on delete cascade,
  brought_by uuid references users on delete set null,
  name text not null check (length(name) <= 300),
  rows jsonb not null,
  -- Columns that are needed and not there, and headings that are not known, so that nobody believes theirs were read.
  missing jsonb not null default '[]',
  unknown jsonb not null default '[]',
  -- The places in rows of what was taken.
  taken jsonb not null default '[]',
  brought_at timestamptz not null,
  taken_at timestamptz,
  undone_at timestamptz check (undone_at is null or taken_at is not null),
  check (taken_at is null or jsonb_array_length(missing) = 0)
);
create index shift_imports_old on shift_imports (brought_at);

alter table shifts add column import_id uuid references shift_imports on delete set null;
create index shifts_of_import on shifts (import_id) where import_id is not null;
