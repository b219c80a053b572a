-- +goose Up
-- Whether mails of a kind come once a day in one: as the kind goes where nothing was chosen.
alter table notice_preferences add column digest boolean;

-- What becomes of what somebody said is always shown to them on their pages; how they hear of it by mail is theirs to choose.
update notice_preferences set in_app = true where kind in ('proposal_step', 'proposal_followed', 'text_moderated') and not in_app;

-- Notices that wait for the mail of a morning, or have gone out with one.
create table digest_notices (
  notice_id uuid primary key references notices on delete cascade,
  user_id uuid not null references users on delete cascade,
  kept_at timestamptz not null,
  -- The day in Seoul on whose morning it goes out; null while it waits.
  mailed_on date
);
create index digest_notices_waiting on digest_notices (user_id, kept_at) where mailed_on is null;
create index digest_notices_mailed on digest_notices (user_id, mailed_on);
