-- +goose Up
alter table questions
  add column category text not null default '' check (length(category) <= 200),
  add column tags text[] not null default '{}' check (cardinality(tags) <= 20),
  add column difficulty text not null default '' check (difficulty in ('', 'easy', 'medium', 'hard')),
  add column archived boolean not null default false,
  add column changed_at timestamptz not null default now();
create index questions_course on questions (course_id, id desc) where not archived;
create index quiz_slots_question on quiz_slots (question_id);
create index attempt_slots_version on attempt_slots (question_version_id);

-- What the quiz of a lesson asks, as authors compose it: {pass_percent, max_attempts, time_limit_s, shuffle,
-- slots: [{question, marks}]}. Publishing writes it into the quiz. Null where nobody has changed the quiz in the studio.
alter table revision_lessons add column quiz jsonb;
