-- +goose Up
-- Whether a swap that both want holds without a coordinator.
alter table activities add column swap_automatic boolean not null default false;

-- Two seats whose people would change places. Until it is approved everybody stays where they are.
create table shift_swaps (
  id uuid primary key,
  activity_id uuid not null references activities on delete cascade,
  from_id uuid not null references shift_assignments on delete cascade,
  to_id uuid not null references shift_assignments on delete cascade,
  state text not null check (state in ('offered', 'accepted', 'approved', 'refused', 'expired')),
  reason text not null default '' check (length(reason) <= 500),
  offered_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > offered_at),
  accepted_at timestamptz check (state not in ('accepted', 'approved') or accepted_at is not null),
  ended_at timestamptz,
  -- Who has refused or approved it; nobody where time did, or the activity's rule.
  ended_by uuid references users on delete set null,
  check (from_id <> to_id),
  check ((state in ('offered', 'accepted')) = (ended_at is null))
);
create unique index shift_swaps_open on shift_swaps (from_id) where state in ('offered', 'accepted');
create unique index shift_swaps_agreed on shift_swaps (to_id) where state = 'accepted';
create index shift_swaps_of_activity on shift_swaps (activity_id, state, id desc);
create index shift_swaps_to on shift_swaps (to_id);
create index shift_swaps_ending on shift_swaps (expires_at) where state in ('offered', 'accepted');

-- Somebody looks for whoever would take a seat over. Until somebody does, the seat stays theirs.
create table cover_requests (
  id uuid primary key,
  assignment_id uuid not null references shift_assignments on delete cascade,
  state text not null check (state in ('open', 'taken', 'withdrawn', 'expired')),
  note text not null default '' check (length(note) <= 500),
  asked_at timestamptz not null,
  ended_at timestamptz,
  taken_by uuid references users on delete set null,
  check ((state = 'open') = (ended_at is null))
);
create unique index cover_requests_open on cover_requests (assignment_id) where state = 'open';

-- Who was asked, and when: who was asked least recently is asked first.
create table cover_asks (
  request_id uuid not null references cover_requests on delete cascade,
  citizen_id uuid not null references users on delete cascade,
  asked_at timestamptz not null,
  declined_at timestamptz,
  primary key (request_id, citizen_id)
);
create index cover_asks_of on cover_asks (citizen_id, asked_at desc);
