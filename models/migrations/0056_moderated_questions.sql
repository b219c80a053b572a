-- +goose Up
-- Questions that are put at meetings come before a moderator as proposals and comments do: with one appeal, and in the log.
alter table moderation_cases alter column proposal_id drop not null;
alter table moderation_cases add column question_id uuid references meeting_questions on delete cascade;
alter table moderation_cases add constraint moderation_cases_one_text check ((proposal_id is null) <> (question_id is null) and (comment_id is null or proposal_id is not null));
alter table moderation_cases drop constraint moderation_cases_origin_check;
-- A moderator needs nobody's report to hide a question while preparing a meeting.
alter table moderation_cases add constraint moderation_cases_origin_check check (origin in ('submission', 'report', 'moderator'));
drop index moderation_cases_one_open;
create unique index moderation_cases_one_open on moderation_cases (coalesce(comment_id, question_id, proposal_id)) where state = 'open';
create index moderation_cases_of_proposal on moderation_cases (proposal_id);
create index moderation_cases_of_comment on moderation_cases (comment_id) where comment_id is not null;
create index moderation_cases_of_question on moderation_cases (question_id) where question_id is not null;
