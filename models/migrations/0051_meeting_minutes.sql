-- +goose Up
-- What was said and decided at a meeting. Every version stays; another one says why there is one.
create table meeting_minutes (
  meeting_id uuid not null references meetings,
  version integer not null check (version > 0),
  body text not null check (length(btrim(body)) > 0 and length(body) <= 20000),
  changed_because text not null default '' check (length(changed_because) <= 1000),
  published_by uuid references users on delete set null,
  published_at timestamptz not null,
  primary key (meeting_id, version),
  check (version = 1 or length(btrim(changed_because)) > 0)
);
create trigger meeting_minutes_keep before update on meeting_minutes for each row
  when (to_jsonb(old) - 'published_by' is distinct from to_jsonb(new) - 'published_by') execute function refuse_change_of_ledger();
create trigger meeting_minutes_stay before delete on meeting_minutes for each row execute function refuse_change_of_ledger();

-- The lecture that the recording has become.
alter table meetings add column recording_id uuid references lessons;

-- What an office promises comes of a proposal, or of a decision at a meeting.
alter table commitments
  alter column proposal_id drop not null,
  add column meeting_id uuid references meetings,
  add check ((proposal_id is null) <> (meeting_id is null));
create index commitments_at on commitments (meeting_id, id) where meeting_id is not null;
