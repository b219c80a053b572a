-- +goose Up
create table notices (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  kind text not null,
  params jsonb not null default '{}',
  link text not null default '',
  -- One event makes one notice for one person, however often its job runs.
  event_key text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  unique (user_id, event_key)
);
create index notices_by_user on notices (user_id, id desc);
create index notices_unread on notices (user_id) where read_at is null;

create table notice_preferences (
  user_id uuid not null references users on delete cascade,
  kind text not null,
  in_app boolean not null,
  mail boolean not null,
  primary key (user_id, kind)
);

-- Filled only by the demonstration, which has no mail server; elsewhere mails leave no copy.
create table kept_mails (
  id uuid primary key,
  to_address text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null
);

create table audit_entries (
  id uuid primary key,
  at timestamptz not null,
  actor_id uuid,
  action text not null,
  -- Whose data was touched, when it was a person's.
  subject_id uuid,
  object_kind text not null default '',
  object_id uuid,
  reason text not null default '',
  details jsonb not null default '{}'
);
create index audit_entries_subject on audit_entries (subject_id, id desc);
create index audit_entries_actor on audit_entries (actor_id, id desc);
