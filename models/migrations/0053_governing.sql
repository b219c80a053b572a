-- +goose Up
-- What was changed of a thing, for those who look after it.
create index audit_entries_object on audit_entries (object_kind, object_id, id desc);

-- A short name stands in addresses.
alter table agendas add constraint agendas_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60) not valid;
