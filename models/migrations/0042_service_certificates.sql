-- +goose Up
-- Beside a course, the service of a volunteer can be certified: all hours that are approved on the day.
alter table certificates
  drop constraint certificates_kind_check,
  add constraint certificates_kind_check check (kind in ('course', 'service')),
  add check (kind <> 'service' or (enrolment_id is null and course_id is null and template_id is null));
create unique index certificates_one_service on certificates (citizen_id) where kind = 'service' and state = 'issued';
