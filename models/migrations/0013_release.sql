-- +goose Up
-- When a section or a lesson opens: on a date, or so many days after a learner's enrolment; neither for at once.
alter table revision_sections
  add column opens_at timestamptz,
  add column opens_after_days integer check (opens_after_days between 1 and 3650),
  add constraint revision_sections_opens check (opens_at is null or opens_after_days is null);
alter table revision_lessons
  add column opens_at timestamptz,
  add column opens_after_days integer check (opens_after_days between 1 and 3650),
  add constraint revision_lessons_opens check (opens_at is null or opens_after_days is null);

-- The courses that come before a course.
create table revision_prerequisites (
  revision_id uuid not null references course_revisions on delete cascade,
  course_id uuid not null references courses on delete cascade,
  primary key (revision_id, course_id)
);
create index revision_prerequisites_course on revision_prerequisites (course_id);
create trigger published_prerequisites before insert or update or delete on revision_prerequisites for each row execute function refuse_change_of_published();

-- What a course waits for now: by its draft and by what learners see, so that publishing never closes a circle.
create view prerequisites as
  select r.course_id, p.course_id as required_id
  from courses c
  join course_revisions r on r.course_id = c.id and (r.number = 0 or r.id = c.published_revision_id)
  join revision_prerequisites p on p.revision_id = r.id;

-- Circles are found one change after the other, or two changes could close one together.
-- +goose StatementBegin
create function refuse_circle_of_prerequisites() returns trigger language plpgsql as $$
declare
  owner uuid;
begin
  perform pg_advisory_xact_lock(7319040213);
  select course_id into owner from course_revisions where id = new.revision_id;
  if exists (
    with recursive before(id) as (
      select new.course_id union select p.required_id from prerequisites p join before b on p.course_id = b.id
    ) select 1 from before where id = owner
  ) then
    raise exception 'course % would wait for itself', owner using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger prerequisites_without_circle before insert on revision_prerequisites for each row execute function refuse_circle_of_prerequisites();

-- Nobody enters a course before those that come first are completed. One that learners can no longer enter is not asked for.
-- +goose StatementBegin
create function refuse_entry_before_prerequisites() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from courses c
    join revision_prerequisites p on p.revision_id = c.published_revision_id
    join courses k on k.id = p.course_id and k.state = 'published'
    where c.id = new.course_id
      and not exists (select 1 from enrolments e where e.course_id = k.id and e.citizen_id = new.citizen_id and e.state = 'completed')
  ) then
    raise exception 'course % asks for other courses first', new.course_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger prerequisites_before_entry before insert on enrolments for each row
  when (new.state in ('applied', 'waitlisted', 'offered', 'active')) execute function refuse_entry_before_prerequisites();
create trigger prerequisites_before_return before update of state on enrolments for each row
  when (new.state in ('applied', 'waitlisted', 'offered', 'active') and old.state in ('withdrawn', 'refused', 'expired'))
  execute function refuse_entry_before_prerequisites();
