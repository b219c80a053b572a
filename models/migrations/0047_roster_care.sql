-- +goose Up
-- From which age on somebody may work at night; 0 is from any. And who looks after an activity: nobody named is all coordinators.
alter table activities
  add column night_age integer not null default 0 check (night_age between 0 and 120),
  add column coordinators jsonb not null default '[]' check (jsonb_typeof(coordinators) = 'array');

-- When somebody asked to be shown the best roster so far.
alter table roster_runs add column stop_at timestamptz;

-- Whom to call if something happens to a volunteer. There is a row only as long as the volunteer consents.
create table emergency_contacts (
  citizen_id uuid primary key references volunteers on delete cascade,
  name text not null check (length(btrim(name)) > 0 and length(name) <= 80),
  phone text not null check (length(btrim(phone)) > 0 and length(phone) <= 40),
  relation text not null default '' check (length(relation) <= 40),
  consented_at timestamptz not null
);

-- What coordinators changed on a board, so that the last change can be taken back: what a seat was before, and the version
-- that the change has left. Changes of one deed have one batch.
create table roster_changes (
  id uuid primary key,
  batch uuid not null,
  activity_id uuid not null references activities on delete cascade,
  actor_id uuid not null references users on delete cascade,
  at timestamptz not null,
  assignment_id uuid not null references shift_assignments on delete cascade,
  -- Null for a seat that was made by the change.
  before jsonb,
  version integer not null,
  undone_at timestamptz
);
create index roster_changes_of on roster_changes (activity_id, actor_id, at desc) where undone_at is null;
create index roster_changes_batch on roster_changes (batch);
