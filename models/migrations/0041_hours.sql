-- +goose Up
-- How many minutes of one day count at most; 0 is no limit.
create table hours_rules (
  one boolean primary key default true check (one),
  day_minutes integer not null check (day_minutes between 0 and 1440),
  changed_by uuid references users on delete set null,
  changed_at timestamptz
);
insert into hours_rules (day_minutes) values (480);

-- The hours of volunteers, in minutes. Worked is what a shift came to and waits to be approved; a credit is what was approved
-- of it; a reversal takes back one of either. The balance is the sum of credited.
create table hours_entries (
  id uuid primary key,
  citizen_id uuid not null references users,
  activity_id uuid not null references activities,
  assignment_id uuid not null references shift_assignments,
  -- On which the shift began, in the zone of the academy.
  day date not null,
  kind text not null check (kind in ('worked', 'credit', 'reversal')),
  planned integer not null,
  checked integer not null,
  factor integer not null check (factor between 10 and 300), -- per cent
  credited integer not null,
  of_id uuid references hours_entries,
  reason text not null default '' check (length(reason) <= 500),
  made_by uuid references users on delete set null,
  made_at timestamptz not null,
  check ((kind = 'worked') = (of_id is null)),
  check (kind <> 'worked' or (planned between 1 and 1440 and checked between 0 and 1440 and credited = 0)),
  check (kind <> 'credit' or (planned = 0 and checked = 0 and credited between 0 and 4320)),
  unique (of_id, kind)
);
create index hours_by_kind on hours_entries (kind, id desc);
create index hours_of_citizen on hours_entries (citizen_id, day);
create index hours_of_assignment on hours_entries (assignment_id, id desc);
create index hours_of_activity on hours_entries (activity_id, id desc);

create trigger hours_entries_keep before update on hours_entries for each row
  when (to_jsonb(old) - 'made_by' is distinct from to_jsonb(new) - 'made_by') execute function refuse_change_of_ledger();
create trigger hours_entries_stay before delete on hours_entries for each row execute function refuse_change_of_ledger();

-- +goose StatementBegin
create function judge_hours() returns trigger language plpgsql as $$
declare
  base hours_entries;
  most integer;
begin
  if new.kind = 'worked' then
    if not exists (select from shift_assignments a join shifts s on s.id = a.shift_id
        where a.id = new.assignment_id and a.citizen_id = new.citizen_id and s.activity_id = new.activity_id) then
      raise exception 'these hours are of another assignment' using errcode = 'restrict_violation';
    end if;
    if exists (select from hours_entries w where w.assignment_id = new.assignment_id and w.kind = 'worked'
        and not exists (select from hours_entries r where r.of_id = w.id and r.kind = 'reversal')) then
      raise exception 'the hours of this assignment stand already' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  select * into base from hours_entries where id = new.of_id;
  if (base.citizen_id, base.activity_id, base.assignment_id, base.day, base.factor) is distinct from (new.citizen_id, new.activity_id, new.assignment_id, new.day, new.factor)
    or base.kind = 'reversal' then
    raise exception 'no such hours to credit or to take back' using errcode = 'restrict_violation';
  end if;
  if new.kind = 'reversal' then
    if (new.planned, new.checked, new.credited) is distinct from (-base.planned, -base.checked, -base.credited) then
      raise exception 'a reversal takes back all of what it reverses' using errcode = 'restrict_violation';
    end if;
    if base.kind = 'worked' and exists (select from hours_entries c where c.of_id = base.id and c.kind = 'credit'
        and not exists (select from hours_entries r where r.of_id = c.id and r.kind = 'reversal')) then
      raise exception 'what is credited is taken back first' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if base.kind <> 'worked' or exists (select from hours_entries r where r.of_id = base.id and r.kind = 'reversal') then
    raise exception 'only hours that stand are credited' using errcode = 'restrict_violation';
  end if;
  if new.credited > base.checked * base.factor / 100 then
    raise exception 'more is credited than was worked' using errcode = 'restrict_violation';
  end if;
  select day_minutes into most from hours_rules;
  if most > 0 and new.credited > 0 and new.credited + (select coalesce(sum(credited), 0) from hours_entries where citizen_id = new.citizen_id and day = new.day) > most then
    raise exception 'more is credited than a day takes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger hours_entries_judge before insert on hours_entries for each row execute function judge_hours();
