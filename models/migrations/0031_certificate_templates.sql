-- +goose Up
-- How the certificates of a course look, a row for every version: what has been printed can be printed again as it was.
create table certificate_templates (
  id uuid primary key,
  course_id uuid not null references courses,
  version integer not null check (version > 0),
  orientation text not null check (orientation in ('landscape', 'portrait')),
  border text not null check (border in ('cloth', 'line', 'none')),
  palette text not null,
  title jsonb not null,
  lead jsonb not null,
  statement jsonb not null,
  note jsonb not null,
  authority jsonb not null,
  signatory jsonb not null,
  position jsonb not null,
  seal_id uuid references assets,
  signature_id uuid references assets,
  -- What the numbers begin with.
  prefix text not null check (prefix ~ '^[A-Z][A-Z0-9]{1,7}$'),
  -- How long the certificates are valid, null for ever.
  months integer check (months between 1 and 120),
  created_by uuid references users on delete set null,
  created_at timestamptz not null,
  unique (course_id, version),
  unique (course_id, id)
);
create index certificate_templates_by_seal on certificate_templates (seal_id) where seal_id is not null;
create index certificate_templates_by_signature on certificate_templates (signature_id) where signature_id is not null;

-- +goose StatementBegin
create function refuse_change_of_template() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a certificate template never changes' using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger certificate_templates_keep before update on certificate_templates for each row
  when (to_jsonb(old) - 'created_by' is distinct from to_jsonb(new) - 'created_by') execute function refuse_change_of_template();

-- Null is the look of the academy itself.
alter table certificates
  add column template_id uuid,
  add foreign key (course_id, template_id) references certificate_templates (course_id, id);

alter table certificate_numbers
  add column prefix text not null default 'PDA' check (prefix ~ '^[A-Z][A-Z0-9]{1,7}$'),
  drop constraint certificate_numbers_pkey,
  add primary key (prefix, year);
alter table certificate_numbers alter column prefix drop default;
