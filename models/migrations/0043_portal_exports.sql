-- +goose Up
-- Under which name the national volunteer portal knows somebody who has consented to their hours being sent there.
alter table volunteers
  add column portal_id text not null default '' check (portal_id = '' or portal_id ~ '^[A-Za-z0-9._@-]{4,40}$'),
  add column portal_consented_at timestamptz,
  add check ((portal_id = '') = (portal_consented_at is null));

-- Hours that were taken to the portal, each once.
create table portal_exports (
  id uuid primary key,
  made_by uuid references users on delete set null,
  made_at timestamptz not null
);
create index portal_exports_newest on portal_exports (made_at desc, id desc);
create table portal_export_rows (
  entry_id uuid primary key references hours_entries,
  export_id uuid not null references portal_exports,
  -- Forgotten when its holder takes the consent back.
  member_id text not null
);
create index portal_export_rows_of on portal_export_rows (export_id, entry_id);

-- +goose StatementBegin
create function judge_portal_row() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select from hours_entries e join volunteers v on v.citizen_id = e.citizen_id
        where e.id = new.entry_id and e.kind in ('credit', 'reversal') and e.credited <> 0 and v.portal_id = new.member_id and v.portal_id <> '') then
      raise exception 'only approved hours of those who have consented are exported' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if (new.entry_id, new.export_id) is distinct from (old.entry_id, old.export_id) or new.member_id <> '' then
    raise exception 'what was exported stays' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger portal_export_rows_judge before insert or update on portal_export_rows for each row execute function judge_portal_row();
create trigger portal_export_rows_stay before delete on portal_export_rows for each row execute function refuse_change_of_ledger();
