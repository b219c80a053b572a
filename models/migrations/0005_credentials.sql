-- +goose Up
create table certificate_numbers (
  year integer primary key,
  last integer not null check (last > 0)
);
create table certificates (
  id uuid primary key,
  code text not null unique,
  number text not null unique,
  enrolment_id uuid not null references enrolments,
  citizen_id uuid not null references users,
  course_id uuid not null references courses,
  holder_name text not null,
  hide_name boolean not null default false,
  course_title jsonb not null,
  minutes integer not null,
  state text not null check (state in ('issued', 'revoked', 'superseded')),
  issued_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text not null default '',
  -- The printed files in the store, one a language; empty until the job has put them there.
  pdf_ko_key text not null default '',
  pdf_en_key text not null default '',
  check ((state = 'revoked') = (revoked_at is not null))
);
create unique index certificates_one_valid on certificates (enrolment_id) where state <> 'superseded';
create index certificates_by_citizen on certificates (citizen_id, id desc);

create table role_grants (
  id uuid primary key,
  citizen_id uuid not null references users on delete cascade,
  duty_id uuid not null references duties,
  source text not null check (source in ('course', 'manual')),
  enrolment_id uuid references enrolments,
  granted_at timestamptz not null,
  ends_at timestamptz not null,
  revoked_at timestamptz,
  check ((source = 'course') = (enrolment_id is not null))
);
create unique index role_grants_once on role_grants (enrolment_id, duty_id) where enrolment_id is not null;
create index role_grants_by_citizen on role_grants (citizen_id, ends_at);
