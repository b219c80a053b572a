-- +goose Up
-- What people want to have talked about at a meeting, put beforehand. Three are all that somebody puts at one meeting.
create table meeting_questions (
  id uuid primary key,
  meeting_id uuid not null references meetings,
  -- Nobody's once the account is gone, or the consent was withdrawn.
  author_id uuid references users on delete set null,
  number integer not null check (number between 1 and 3),
  body text not null check (length(body) <= 500),
  state text not null default 'shown' check (state in ('shown', 'hidden', 'removed')),
  code text references moderation_reasons,
  reason text not null default '' check (length(reason) <= 2000),
  put_at timestamptz not null,
  -- What the person had learned on the agenda at that instant, and by which rule. Never shown of one person.
  band text not null check (band in ('none', 'partial', 'completed')),
  rule integer not null check (rule > 0),
  answer text not null default '' check (length(answer) <= 3000),
  answered_at timestamptz,
  unique (meeting_id, author_id, number),
  check (state = 'removed' or length(btrim(body)) > 0),
  check (state <> 'hidden' or (code is not null and length(btrim(reason)) > 0)),
  check ((answered_at is null) = (length(btrim(answer)) = 0))
);
create index meeting_questions_by on meeting_questions (author_id, id desc);

-- One person, one vote for a question.
create table meeting_votes (
  question_id uuid not null references meeting_questions on delete cascade,
  citizen_id uuid not null references users on delete cascade,
  voted_at timestamptz not null,
  band text not null check (band in ('none', 'partial', 'completed')),
  rule integer not null check (rule > 0),
  primary key (question_id, citizen_id)
);
create index meeting_votes_of on meeting_votes (citizen_id);
