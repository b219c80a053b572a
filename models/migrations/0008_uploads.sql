-- +goose Up
-- A file on its way in, and afterwards the record of how it came. The asset is what lessons hold on to.
create table uploads (
  id uuid primary key,
  user_id uuid not null references users,
  asset_id uuid not null unique references assets,
  purpose text not null check (purpose in ('lecture', 'attachment', 'assignment')),
  name text not null check (length(name) between 1 and 200),
  bytes bigint not null check (bytes > 0),
  content_type text not null, -- as its sender declared it; believed by nobody
  part_bytes bigint not null check (part_bytes between 1 and bytes),
  state text not null check (state in ('receiving', 'stored', 'processing', 'ready', 'refused')),
  reason text not null default '',
  -- The store's own number of the upload; it changes where a store has forgotten one.
  store_upload_id text not null,
  created_at timestamptz not null,
  touched_at timestamptz not null,
  finished_at timestamptz,
  -- While it is processed, its worker says every few seconds that it is alive.
  beat_at timestamptz,
  check ((state = 'receiving') = (finished_at is null)),
  check ((state = 'refused') = (reason <> '')),
  check ((state = 'processing') = (beat_at is not null))
);
create index uploads_receiving on uploads (touched_at) where state = 'receiving';
create index uploads_open on uploads (user_id) where state = 'receiving';
create index uploads_processing on uploads (beat_at) where state = 'processing';
-- Where the file stands as it came; empty for assets that were imported.
alter table assets add column source_key text not null default '';
