-- +goose Up
-- When what can be done on an agenda: within a phase of its kind. Where an agenda has none, the phases of the one above it
-- hold; where that has none either, everything can be done at any time.
create table agenda_phases (
  id uuid primary key,
  agenda_id uuid not null references agendas on delete cascade,
  kind text not null check (kind in ('propose', 'support', 'discuss', 'review', 'answered')),
  -- From the midnight that begins the first day to the one that ends the last.
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- When those concerned were told that it is open, ends within a day, and is over.
  opened_at timestamptz,
  warned_at timestamptz,
  closed_at timestamptz,
  check (starts_at < ends_at),
  unique (agenda_id, kind, starts_at)
);
create index agenda_phases_open on agenda_phases (starts_at) where opened_at is null;
create index agenda_phases_close on agenda_phases (ends_at) where closed_at is null;

-- +goose StatementBegin
create function keep_phases_apart() returns trigger language plpgsql as $$
begin
  if exists (select 1 from agenda_phases f where f.agenda_id = new.agenda_id and f.kind = new.kind and f.id <> new.id and f.starts_at < new.ends_at and new.starts_at < f.ends_at) then
    raise exception 'two phases of one kind overlap on agenda %', new.agenda_id using errcode = 'exclusion_violation';
  end if;
  return new;
end $$;

-- A proposal is sent in while its agenda takes proposals; the statement that sends it in looks first, and says so better.
create function keep_to_phases() returns trigger language plpgsql as $$
begin
  if not coalesce(
      (select bool_or(f.kind = 'propose' and f.starts_at <= new.submitted_at and f.ends_at > new.submitted_at) from agenda_phases f where f.agenda_id = new.agenda_id),
      (select bool_or(f.kind = 'propose' and f.starts_at <= new.submitted_at and f.ends_at > new.submitted_at) from agenda_phases f join agendas g on g.parent_id = f.agenda_id where g.id = new.agenda_id), true) then
    raise exception 'agenda % takes no proposals now', new.agenda_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger phases_apart before insert or update of starts_at, ends_at, kind on agenda_phases for each row execute function keep_phases_apart();
create trigger proposals_in_phase before update of submitted_at on proposals for each row when (old.submitted_at is null and new.submitted_at is not null) execute function keep_to_phases();
