-- +goose Up
create extension if not exists btree_gist;

-- What volunteers help with. The limits are minutes; 0 is none.
create table activities (
  id uuid primary key,
  kind text not null check (kind in ('dated', 'flexible', 'open')),
  state text not null default 'draft' check (state in ('draft', 'published', 'closed')),
  agenda_id uuid not null references agendas,
  title jsonb not null,
  summary jsonb not null default '{}',
  place jsonb not null default '{}',
  meeting_point jsonb not null default '{}',
  accessibility jsonb not null default '{}',
  contact text not null default '' check (length(contact) <= 200),
  starts_on date,
  ends_on date,
  opens_at timestamptz,
  travel_minutes integer not null default 30 check (travel_minutes between 0 and 600),
  rest_minutes integer not null default 600 check (rest_minutes between 0 and 1440),
  max_day_minutes integer not null default 480 check (max_day_minutes between 0 and 1440),
  max_week_minutes integer not null default 2400 check (max_week_minutes between 0 and 10080),
  withdraw_hours integer not null default 24 check (withdraw_hours between 0 and 720),
  offer_hours integer not null default 24 check (offer_hours between 1 and 168),
  version integer not null default 1,
  created_by uuid references users on delete set null,
  created_at timestamptz not null,
  published_at timestamptz check (state = 'draft' or published_at is not null),
  check (kind <> 'dated' or (starts_on is not null and ends_on is not null)),
  check (kind <> 'flexible' or (starts_on is not null and ends_on is not null)),
  check (ends_on >= starts_on)
);
create index activities_listed on activities (published_at desc, id desc) where state = 'published';

create table shifts (
  id uuid primary key,
  activity_id uuid not null references activities,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  period tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored,
  place jsonb not null default '{}',
  online boolean not null default false,
  version integer not null default 1,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  check (ends_at > starts_at and ends_at - starts_at <= interval '24 hours'),
  -- Assignments keep a copy of the period, which follows.
  unique (id, starts_at, ends_at)
);
create index shifts_of_activity on shifts (activity_id, starts_at, id);

-- How many people a shift needs for a duty, and who may be one of them.
create table shift_needs (
  id uuid primary key,
  shift_id uuid not null references shifts,
  duty_id uuid not null references duties,
  min integer not null check (min >= 0),
  max integer not null check (max between 1 and 500),
  qualified boolean not null default true,
  min_age integer not null default 0 check (min_age between 0 and 120),
  max_age integer not null default 0 check (max_age between 0 and 120),
  languages jsonb not null default '[]',
  -- Counted by a trigger: a seat too many is refused whoever gives it.
  taken integer not null default 0,
  check (min <= max),
  constraint shift_needs_seats check (taken between 0 and max),
  unique (shift_id, duty_id),
  unique (id, shift_id)
);

-- Who offers to help, and until when this was accepted.
create table volunteers (
  citizen_id uuid primary key references users on delete cascade,
  state text not null check (state in ('applied', 'approved', 'paused', 'refused', 'ended')),
  motivation text not null default '' check (length(motivation) <= 1000),
  languages jsonb not null default '[]',
  birth_year integer not null default 0 check (birth_year = 0 or birth_year between 1900 and 2100),
  max_day_minutes integer not null default 0 check (max_day_minutes between 0 and 1440),
  max_week_minutes integer not null default 0 check (max_week_minutes between 0 and 10080),
  term text not null default '' check (length(term) <= 60),
  ends_at timestamptz,
  applied_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references users on delete set null,
  answer text not null default '' check (length(answer) <= 500),
  check (state <> 'approved' or (ends_at is not null and decided_at is not null)),
  check (state <> 'refused' or length(btrim(answer)) > 0)
);
create index volunteers_by_state on volunteers (state, applied_at desc, citizen_id desc);
create index volunteers_listed on volunteers (applied_at desc, citizen_id desc);

-- When somebody can come: every week, or once.
create table volunteer_availability (
  id uuid primary key,
  citizen_id uuid not null references volunteers on delete cascade,
  level text not null check (level in ('unavailable', 'undesired', 'desired')),
  weekday integer check (weekday between 1 and 7),
  from_minute integer check (from_minute between 0 and 1439),
  until_minute integer check (until_minute between 1 and 1440),
  starts_at timestamptz,
  ends_at timestamptz,
  check (num_nonnulls(weekday, from_minute, until_minute) in (0, 3)),
  check (num_nonnulls(starts_at, ends_at) in (0, 2)),
  check ((weekday is null) <> (starts_at is null)),
  check (from_minute < until_minute),
  check (starts_at < ends_at)
);
create index volunteer_availability_of on volunteer_availability (citizen_id);

-- +goose StatementBegin
create function holds_seat(state text) returns boolean language sql immutable as $$
  select state in ('assigned', 'confirmed', 'checked_in', 'completed', 'left_early')
$$;
-- +goose StatementEnd

create table shift_assignments (
  id uuid primary key,
  shift_id uuid not null,
  need_id uuid not null,
  citizen_id uuid not null references users,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  period tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored,
  state text not null check (state in ('suggested', 'requested', 'waitlisted', 'assigned', 'confirmed', 'checked_in', 'completed', 'left_early', 'no_show', 'excused', 'cancelled_by_volunteer', 'cancelled_by_organiser')),
  origin text not null check (origin in ('self', 'coordinator', 'auto')),
  -- The place in the line, and until when a free seat waits for an answer.
  queue_no bigint,
  offered_until timestamptz,
  -- The rule that a coordinator has set aside, and why.
  overridden text not null default '',
  reason text not null default '' check (length(reason) <= 500),
  -- What the volunteer was told last; empty as long as it is a draft.
  told text not null default '',
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  foreign key (shift_id, starts_at, ends_at) references shifts (id, starts_at, ends_at) on update cascade,
  foreign key (need_id, shift_id) references shift_needs (id, shift_id),
  check ((state = 'waitlisted') = (queue_no is not null)),
  check (offered_until is null or state = 'waitlisted'),
  check (overridden = '' or length(btrim(reason)) > 0),
  constraint shift_assignments_apart exclude using gist (citizen_id with =, period with &&)
    where (state in ('assigned', 'confirmed', 'checked_in', 'completed', 'left_early')) deferrable initially deferred
);
create unique index shift_assignments_once on shift_assignments (shift_id, citizen_id)
  where state not in ('cancelled_by_volunteer', 'cancelled_by_organiser');
create index shift_assignments_of_need on shift_assignments (need_id, queue_no);
create index shift_assignments_of_citizen on shift_assignments (citizen_id, starts_at desc, id desc);
create index shift_assignments_offered on shift_assignments (offered_until) where offered_until is not null;
create sequence shift_queue;

-- +goose StatementBegin
create function count_seats() returns trigger language plpgsql as $$
declare
  had uuid := case when tg_op <> 'INSERT' and holds_seat(old.state) then old.need_id end;
  has uuid := case when tg_op <> 'DELETE' and holds_seat(new.state) then new.need_id end;
begin
  if had is distinct from has then
    update shift_needs set taken = taken - 1 where id = had;
    update shift_needs set taken = taken + 1 where id = has;
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger shift_assignments_count after insert or update or delete on shift_assignments for each row execute function count_seats();

-- The secret address of somebody's calendar, kept as a digest only.
create table feed_tokens (
  citizen_id uuid primary key references users on delete cascade,
  digest bytea not null unique check (length(digest) = 32),
  created_at timestamptz not null
);

-- A roster worked out in the background, to be looked at before anything of it is taken.
create table roster_runs (
  id uuid primary key,
  activity_id uuid not null references activities on delete cascade,
  state text not null check (state in ('waiting', 'running', 'ready', 'accepted', 'dropped', 'failed')),
  seed bigint not null,
  steps integer not null default 0 check (steps >= 0),
  step integer not null default 0 check (step >= 0),
  missing integer not null default 0 check (missing >= 0),
  cost bigint not null default 0,
  exact boolean not null default false,
  -- What is proposed, and the empty seats with the number of people each rule keeps away.
  proposals jsonb not null default '[]',
  vacancies jsonb not null default '[]',
  asked_by uuid references users on delete set null,
  asked_at timestamptz not null,
  moved_at timestamptz not null,
  finished_at timestamptz,
  check ((state in ('waiting', 'running')) = (finished_at is null))
);
create unique index roster_runs_one on roster_runs (activity_id) where finished_at is null;
create index roster_runs_of on roster_runs (activity_id, asked_at desc);
