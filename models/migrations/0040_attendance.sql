-- +goose Up
-- When somebody came to a shift and left it, and whether they came late.
alter table shift_assignments
  add column came_at timestamptz,
  add column left_at timestamptz,
  add column late boolean not null default false,
  add check ((state in ('checked_in', 'completed', 'left_early')) = (came_at is not null)),
  add check ((state in ('completed', 'left_early')) = (left_at is not null)),
  add check (left_at >= came_at),
  add check (not late or came_at is not null);

-- What was done on the day, step by step: what stood before, and what after. A step is taken back by another one.
create table attendance_steps (
  id uuid primary key,
  assignment_id uuid not null references shift_assignments,
  mark text not null check (mark in ('check_in', 'late', 'check_out', 'leave_early', 'no_show', 'excuse', 'undo')),
  how text not null check (how in ('qr', 'code', 'coordinator')),
  before jsonb not null,
  after jsonb not null,
  undoes uuid unique references attendance_steps,
  made_by uuid references users on delete set null,
  made_at timestamptz not null,
  check ((mark = 'undo') = (undoes is not null))
);
create index attendance_steps_of on attendance_steps (assignment_id, id desc);

-- Codes that were typed wrongly: five are all that somebody has in a shift.
create table checkin_tries (
  shift_id uuid not null references shifts,
  citizen_id uuid not null references users on delete cascade,
  number integer not null check (number between 1 and 5),
  tried_at timestamptz not null,
  primary key (shift_id, citizen_id, number)
);

-- +goose StatementBegin
create function refuse_change_of_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'what is written in % stays: another row corrects it', tg_table_name using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger attendance_steps_keep before update on attendance_steps for each row
  when (to_jsonb(old) - 'made_by' is distinct from to_jsonb(new) - 'made_by') execute function refuse_change_of_ledger();
create trigger attendance_steps_stay before delete on attendance_steps for each row execute function refuse_change_of_ledger();
