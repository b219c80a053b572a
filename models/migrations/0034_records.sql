-- +goose Up
-- A learning record that its holder shares by a code, which is shown once and kept as a digest only. Rows stay after their
-- end, so that who holds an old code is told that it is over.
create table record_shares (
  id uuid primary key,
  citizen_id uuid not null references users on delete cascade,
  digest bytea not null unique check (length(digest) = 32),
  hide_name boolean not null,
  with_results boolean not null,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  -- How often it was opened by others, and when last: by whom and from where is nobody's business.
  opened integer not null default 0 check (opened >= 0),
  opened_at timestamptz check ((opened = 0) = (opened_at is null)),
  check (ends_at > created_at and ends_at <= created_at + interval '90 days')
);
create unique index record_shares_one on record_shares (citizen_id) where ended_at is null;
create index record_shares_old on record_shares (ends_at);

-- What the holder has ticked: references, so that a line says what holds on the day it is read.
create table record_lines (
  share_id uuid not null references record_shares on delete cascade,
  kind text not null check (kind in ('course', 'certificate', 'grant')),
  ref_id uuid not null,
  primary key (share_id, kind, ref_id)
);

-- A holder asks for another spelling of the name on a certificate; who looks after the course answers.
create table name_corrections (
  id uuid primary key,
  certificate_id uuid not null references certificates on delete cascade,
  wished_name text not null check (length(wished_name) between 1 and 80),
  reason text not null check (length(btrim(reason)) > 0 and length(reason) <= 500),
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  asked_at timestamptz not null,
  settled_at timestamptz check ((state = 'open') = (settled_at is null)),
  settled_by uuid references users on delete set null,
  answer text not null default '' check (length(answer) <= 500),
  check (state <> 'refused' or length(btrim(answer)) > 0)
);
create unique index name_corrections_one_open on name_corrections (certificate_id) where state = 'open';
create index name_corrections_of on name_corrections (certificate_id, id desc);
