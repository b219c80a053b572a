-- +goose Up
-- What was told to everybody in a shift, to those of a duty, or to all of an activity.
create table roster_messages (
  id uuid primary key,
  activity_id uuid not null references activities on delete cascade,
  shift_id uuid references shifts on delete cascade,
  duty_id uuid references duties,
  body text not null check (length(btrim(body)) > 0 and length(body) <= 1000),
  sent_by uuid references users on delete set null,
  sent_at timestamptz not null,
  people integer not null check (people > 0),
  check (shift_id is null or duty_id is null)
);
create index roster_messages_of on roster_messages (activity_id, sent_at desc, id);

-- Who was reminded of which shift, and for which beginning: a shift that has moved is reminded of anew.
create table shift_reminders (
  assignment_id uuid not null references shift_assignments on delete cascade,
  hours integer not null check (hours in (2, 48)),
  starts_at timestamptz not null,
  sent_at timestamptz not null,
  primary key (assignment_id, hours, starts_at)
);
create index shift_assignments_soon on shift_assignments (starts_at) where state in ('assigned', 'confirmed');
