-- +goose Up
-- Who has marked an answer by hand, when, and what they say to the learner.
alter table attempt_slots
  add column marked_by uuid references users on delete set null,
  add column marked_at timestamptz,
  add column comment text not null default '' check (length(comment) <= 5000);
create index attempts_waiting on attempts (submitted_at) where state = 'submitted';
