-- +goose Up
-- Which types there are, package questions knows; here stands what a name may look like.
alter table question_versions drop constraint question_versions_type_check;
alter table question_versions add constraint question_versions_type_check check (type ~ '^[a-z_]{2,30}$');
-- A text between the questions earns nothing.
alter table quiz_slots drop constraint quiz_slots_marks_check;
alter table quiz_slots add constraint quiz_slots_marks_check check (marks >= 0);
