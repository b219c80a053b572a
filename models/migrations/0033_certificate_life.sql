-- +goose Up
-- What a certificate is about stands beside how long it is good for and what became of it. A course is one kind of thing
-- that can be certified. What was asked of the holder is kept in words, as it was on the day.
alter table certificates
  add column kind text not null default 'course' check (kind in ('course')),
  add column criteria jsonb not null default '{}',
  add column expires_at timestamptz check (expires_at > issued_at),
  add column superseded_by uuid unique references certificates deferrable initially deferred,
  add column superseded_at timestamptz,
  -- Why it was revoked, as everybody may know; revoked_reason is for the record.
  add column revoked_code text not null default '' check (revoked_code in ('', 'error', 'identity', 'misconduct', 'request', 'withdrawn_course')),
  add column revoked_by uuid references users on delete set null,
  alter column enrolment_id drop not null,
  alter column course_id drop not null;
update certificates set revoked_code = 'error' where state = 'revoked';
alter table certificates
  add check (kind <> 'course' or (enrolment_id is not null and course_id is not null)),
  add check ((state = 'superseded') = (superseded_by is not null)),
  add check ((state = 'superseded') = (superseded_at is not null)),
  add check ((state = 'revoked') = (revoked_code <> '')),
  add check (superseded_by <> id);

-- One that counts an enrolment. After a revocation another one may be issued on purpose.
drop index certificates_one_valid;
create unique index certificates_one_valid on certificates (enrolment_id) where state = 'issued';
create index certificates_by_enrolment on certificates (enrolment_id, id desc);
create index certificates_by_course on certificates (course_id, id desc);
create index audit_of_certificates on audit_entries (object_id, id) where object_kind = 'certificate';

-- +goose StatementBegin
create function keep_certificates() returns trigger language plpgsql as $$
begin
  if old.state <> 'issued' and new.state <> old.state then
    raise exception 'a certificate that is % stays so', old.state using errcode = 'restrict_violation';
  end if;
  if (new.code, new.number, new.kind, new.enrolment_id, new.citizen_id, new.course_id, new.holder_name, new.course_title, new.minutes, new.issued_at)
    is distinct from (old.code, old.number, old.kind, old.enrolment_id, old.citizen_id, old.course_id, old.holder_name, old.course_title, old.minutes, old.issued_at) then
    raise exception 'what a certificate says never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger certificates_keep before update on certificates for each row execute function keep_certificates();

-- Certificates of a whole course, in the background: issued to all who lack one, or put into one file to be taken along.
create table certificate_runs (
  id uuid primary key,
  course_id uuid not null references courses,
  kind text not null check (kind in ('issue', 'bundle')),
  reason text not null default '' check (length(reason) <= 2000),
  asked_by uuid references users on delete set null,
  asked_at timestamptz not null,
  -- When a worker was last at it.
  moved_at timestamptz not null,
  finished_at timestamptz,
  total integer not null check (total >= 0),
  done integer not null default 0 check (done >= 0),
  failed integer not null default 0 check (failed >= 0),
  -- The file, as long as it is kept.
  file_key text not null default '',
  file_bytes bigint not null default 0,
  expires_at timestamptz,
  check (done + failed <= total),
  check (file_key = '' or (kind = 'bundle' and expires_at is not null))
);
create unique index certificate_runs_one_running on certificate_runs (course_id, kind) where finished_at is null;
create index certificate_runs_of_course on certificate_runs (course_id, asked_at desc);

-- Whose turn comes in a run, and how it went; the problem is the key of a message.
create table certificate_run_items (
  run_id uuid not null references certificate_runs on delete cascade,
  enrolment_id uuid not null references enrolments on delete cascade,
  done_at timestamptz,
  problem text not null default '',
  primary key (run_id, enrolment_id)
);
