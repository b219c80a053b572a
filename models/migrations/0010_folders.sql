-- +goose Up
-- By its key a section is the same in every revision and in the course's folder.
alter table revision_sections add column key text;
alter table revision_sections disable trigger published_sections;
update revision_sections set key = 'section-' || right(section_id::text, 12);
alter table revision_sections enable trigger published_sections;
alter table revision_sections alter column key set not null,
  add constraint revision_sections_key unique (revision_id, key),
  add constraint revision_sections_key_form check (key ~ '^[a-z0-9][a-z0-9-]{1,79}$');

-- Why a lecture may be published without captions in a language.
alter table revision_lessons add column captions_missing text not null default '';

-- A copy of a film plays the objects of the first: those stay as long as it does.
alter table assets add column copied_from uuid references assets;
create index assets_copied_from on assets (copied_from) where copied_from is not null;

-- Nobody enters an archived course, by whatever way. The course is held meanwhile, so that archiving waits or is seen.
-- +goose StatementBegin
create function refuse_entry_to_archived() returns trigger language plpgsql as $$
declare
  course_state text;
begin
  select state into course_state from courses where id = new.course_id for share;
  if course_state = 'archived' then
    raise exception 'course % is archived', new.course_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger archived_courses_closed before insert on enrolments for each row
  when (new.state in ('applied', 'waitlisted', 'offered', 'active')) execute function refuse_entry_to_archived();
create trigger archived_courses_stay_closed before update of state on enrolments for each row
  when (new.state in ('applied', 'waitlisted', 'offered', 'active') and old.state in ('withdrawn', 'refused', 'expired'))
  execute function refuse_entry_to_archived();
