-- +goose Up
-- Versions of what authors edit come from one sequence: no number ever stands for two texts.
create sequence edit_versions;

-- A revision numbered 0 is the course's draft, the only one that changes. Publishing gives it its number and freezes it.
alter table course_revisions
  drop constraint course_revisions_number_check,
  add constraint course_revisions_number_check check (number >= 0),
  add column agenda_id uuid references agendas,
  add column level text check (level in ('beginner', 'intermediate', 'advanced')),
  add column languages text[] check (cardinality(languages) > 0),
  add column minutes integer check (minutes > 0),
  add column palette text,
  -- What two authors hold their edits against: a save names the version it began from.
  add column version bigint,
  add column changed_at timestamptz,
  add column changed_by uuid references users on delete set null;
update course_revisions r set agenda_id = c.agenda_id, level = c.level, languages = c.languages, minutes = c.minutes, palette = c.palette,
  changed_at = r.created_at from courses c where c.id = r.course_id;
alter table course_revisions
  alter column agenda_id set not null, alter column level set not null, alter column languages set not null,
  alter column minutes set not null, alter column palette set not null, alter column changed_at set not null,
  alter column version set default nextval('edit_versions');
update course_revisions set version = nextval('edit_versions');
alter table course_revisions alter column version set not null;
alter table revision_sections add column version bigint not null default nextval('edit_versions');
alter table revision_lessons add column version bigint not null default nextval('edit_versions');
-- Whole orders are rewritten in one statement, in which two rows may stand in one place for a moment.
alter table revision_sections drop constraint revision_sections_revision_id_position_key,
  add constraint revision_sections_place unique (revision_id, position) deferrable;
alter table revision_lessons drop constraint revision_lessons_revision_id_position_key,
  add constraint revision_lessons_place unique (revision_id, position) deferrable;

create table course_staff (
  course_id uuid not null references courses on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'editor', 'assistant')),
  added_at timestamptz not null,
  primary key (course_id, user_id)
);
create index course_staff_by_user on course_staff (user_id, course_id);

-- +goose StatementBegin
create function refuse_change_of_published() returns trigger language plpgsql as $$
declare
  published integer;
begin
  select number into published from course_revisions where id = case tg_op when 'INSERT' then new.revision_id else old.revision_id end;
  if published > 0 then
    raise exception 'a published revision never changes' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
-- +goose StatementEnd
create trigger published_sections before insert or update or delete on revision_sections for each row execute function refuse_change_of_published();
create trigger published_lessons before insert or update or delete on revision_lessons for each row execute function refuse_change_of_published();
create trigger published_requirements before insert or update or delete on revision_requirements for each row execute function refuse_change_of_published();
-- +goose StatementBegin
create function refuse_change_of_published_revision() returns trigger language plpgsql as $$
begin
  raise exception 'revision % is published and never changes', old.id using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger published_revisions before update of number, title, summary, description, instructor, rule, grant_duty_id, grant_months, lesson_count,
  agenda_id, level, languages, minutes, palette on course_revisions for each row when (old.number > 0)
  execute function refuse_change_of_published_revision();
