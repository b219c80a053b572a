-- +goose Up
-- Where citizens and an office come together. How many seats are taken is counted by a trigger below, so that no way of
-- writing a registration can give a seat too many.
create table meetings (
  id uuid primary key,
  agenda_id uuid not null references agendas,
  kind text not null check (kind in ('town_hall', 'roundtable', 'seminar', 'open_lecture')),
  -- Of which series an open lecture is.
  series jsonb not null default '{}',
  state text not null default 'draft' check (state in ('draft', 'published', 'cancelled')),
  title jsonb not null check (length(btrim(title ->> 'ko')) between 1 and 120),
  summary jsonb not null default '{}',
  place jsonb not null default '{}',
  -- Where it goes on online. Nobody but those who have a seat is told, and they by a link of their own.
  online_url text not null default '' check (online_url = '' or (online_url ~ '^https?://' and length(online_url) <= 1000)),
  accessibility jsonb not null default '{}',
  contact text not null default '' check (length(contact) <= 200),
  languages jsonb not null check (jsonb_typeof(languages) = 'array' and jsonb_array_length(languages) > 0 and languages <@ '["ko", "en", "ksl"]'),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at and closes_at <= ends_at),
  capacity integer not null check (capacity between 1 and 100000),
  taken integer not null default 0 check (taken >= 0 and taken <= capacity),
  -- How long a freed seat is kept for whoever is offered it.
  offer_hours integer not null check (offer_hours between 1 and 168),
  version integer not null default 1 check (version > 0),
  -- Why it is cancelled.
  reason text not null default '' check (length(reason) <= 2000),
  created_by uuid references users on delete set null,
  created_at timestamptz not null,
  published_at timestamptz,
  check (kind = 'open_lecture' or series = '{}'),
  check (length(btrim(coalesce(place ->> 'ko', ''))) > 0 or online_url <> ''),
  check (state = 'draft' or published_at is not null),
  check ((state = 'cancelled') = (length(btrim(reason)) > 0))
);
create index meetings_shown on meetings (starts_at, id) where state <> 'draft';
create index meetings_all on meetings (starts_at desc, id desc);
create index meetings_on on meetings (agenda_id, starts_at) where state <> 'draft';

-- What is asked of those who register.
create table meeting_asks (
  id uuid primary key,
  meeting_id uuid not null references meetings,
  position integer not null check (position between 1 and 5),
  kind text not null check (kind in ('text', 'choice')),
  label jsonb not null check (length(btrim(label ->> 'ko')) between 1 and 200),
  options jsonb not null default '[]' check (jsonb_typeof(options) = 'array' and jsonb_array_length(options) <= 20),
  required boolean not null,
  unique (meeting_id, position),
  check ((kind = 'choice') = (jsonb_array_length(options) >= 2))
);

-- One person at one meeting, or in line for it. Whoever leaves and comes back has the same row, at the end of the line.
create table meeting_registrations (
  id uuid primary key,
  meeting_id uuid not null references meetings,
  citizen_id uuid not null references users on delete cascade,
  state text not null check (state in ('registered', 'waitlisted', 'offered', 'confirmed', 'attended', 'no_show', 'cancelled')),
  -- The place in line: lower numbers come first.
  line integer check (line > 0),
  offered_until timestamptz,
  attended_at timestamptz,
  how text check (how in ('qr', 'code', 'link', 'organiser')),
  -- Where it stood before it was marked, for whoever takes the mark back.
  unmarked text check (unmarked in ('registered', 'confirmed')),
  version integer not null default 1 check (version > 0),
  registered_at timestamptz not null,
  changed_at timestamptz not null,
  unique (meeting_id, citizen_id),
  unique (meeting_id, line),
  check ((state = 'waitlisted') = (line is not null)),
  check ((state = 'offered') = (offered_until is not null)),
  check ((state = 'attended') = (attended_at is not null)),
  check ((state = 'attended') = (how is not null)),
  check ((state in ('attended', 'no_show')) = (unmarked is not null))
);
create index meeting_registrations_of on meeting_registrations (citizen_id, meeting_id);
create index meeting_registrations_offered on meeting_registrations (offered_until) where state = 'offered';

-- +goose StatementBegin
create function count_meeting_seats() returns trigger language plpgsql as $$
declare
  change integer := 0;
begin
  if tg_op <> 'INSERT' and old.state not in ('waitlisted', 'cancelled') then
    change := change - 1;
  end if;
  if tg_op <> 'DELETE' and new.state not in ('waitlisted', 'cancelled') then
    change := change + 1;
  end if;
  if change <> 0 then
    update meetings set taken = taken + change where id = coalesce(new.meeting_id, old.meeting_id);
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger meeting_seats after insert or delete or update of state on meeting_registrations for each row execute function count_meeting_seats();

create table meeting_answers (
  registration_id uuid not null references meeting_registrations on delete cascade,
  ask_id uuid not null references meeting_asks,
  -- Of a choice, which option it is, from 1.
  answer text not null check (length(btrim(answer)) > 0 and length(answer) <= 1000),
  primary key (registration_id, ask_id)
);

-- Codes that were typed wrongly: five are all that somebody has at a meeting.
create table meeting_tries (
  registration_id uuid not null references meeting_registrations on delete cascade,
  number integer not null check (number between 1 and 5),
  tried_at timestamptz not null,
  primary key (registration_id, number)
);
