-- +goose Up
create table users (
  id uuid primary key,
  email text not null check (length(email) between 3 and 254),
  email_key text not null unique check (email_key = lower(email_key)),
  password_hash text not null,
  name text not null check (length(name) between 1 and 80),
  locale text not null check (locale in ('ko', 'en')),
  time_zone text not null default 'Asia/Seoul',
  email_confirmed_at timestamptz,
  locked_at timestamptz,
  created_at timestamptz not null
);

create table user_roles (
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('citizen', 'instructor', 'coordinator', 'moderator', 'officer', 'admin')),
  granted_at timestamptz not null,
  primary key (user_id, role)
);

-- A session is a family of refresh tokens; only the newest generation of a family may be used.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('web', 'api')),
  generation integer not null default 0 check (generation >= 0),
  rotated_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text check ((revoked_at is null) = (revoked_reason is null))
);
create index sessions_user on sessions (user_id) where revoked_at is null;

-- Keys are keyed hashes of an e-mail or a network address: neither can be read back from the table.
create table sign_in_failures (
  key bytea primary key,
  count integer not null check (count > 0),
  last_at timestamptz not null
);

create table one_time_tokens (
  hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  purpose text not null check (purpose in ('confirm_email', 'reset_password')),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_tokens_user on one_time_tokens (user_id);

create table terms (
  id uuid primary key,
  kind text not null check (kind in ('terms', 'privacy', 'age')),
  version text not null,
  effective_at timestamptz not null,
  unique (kind, version)
);
insert into terms (id, kind, version, effective_at) values
  ('0198f000-0000-7000-8000-000000000001', 'terms', '2026-11', '2026-11-01T00:00:00Z'),
  ('0198f000-0000-7000-8000-000000000002', 'privacy', '2026-11', '2026-11-01T00:00:00Z'),
  ('0198f000-0000-7000-8000-000000000003', 'age', '14-or-older', '2026-11-01T00:00:00Z');

create table consents (
  user_id uuid not null references users on delete cascade,
  terms_id uuid not null references terms,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (user_id, terms_id)
);
