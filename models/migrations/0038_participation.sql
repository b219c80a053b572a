-- +goose Up
-- An agenda is what courses and every way of taking part hang on; its page says what it is about and whose it is.
create table divisions (
  id uuid primary key,
  slug text not null unique,
  title jsonb not null
);
insert into divisions (id, slug, title) values
  ('0198f000-0000-7000-8004-000000000001', 'public-diplomacy-division', '{"ko": "국민외교과", "en": "Citizen Diplomacy Division"}'),
  ('0198f000-0000-7000-8004-000000000002', 'cooperation-division', '{"ko": "국제협력과", "en": "International Cooperation Division"}'),
  ('0198f000-0000-7000-8004-000000000003', 'culture-division', '{"ko": "문화교류과", "en": "Cultural Exchange Division"}');

alter table agendas
  add column summary jsonb not null default '{}',
  add column division_id uuid references divisions,
  add column pillars text[] not null default '{}' check (pillars <@ array['communication', 'participation', 'capacity']);

update agendas set division_id = case
    when slug in ('global-cooperation', 'climate-diplomacy', 'development-cooperation', 'peace-security') then '0198f000-0000-7000-8004-000000000002'::uuid
    when slug in ('cultural-exchange', 'public-diplomacy', 'volunteer-practice') then '0198f000-0000-7000-8004-000000000003'::uuid
    else '0198f000-0000-7000-8004-000000000001'::uuid end,
  pillars = case
    when slug = 'public-communication' then array['communication']
    when slug = 'citizen-participation' then array['participation']
    when slug in ('capacity-building', 'volunteer-practice') then array['capacity']
    when level = 1 then array['communication', 'participation', 'capacity']
    else array['communication', 'participation'] end,
  summary = case slug
    when 'shared-diplomacy' then '{"ko": "외교를 알리고, 시민의 뜻을 듣고, 함께할 역량을 기릅니다.", "en": "Telling citizens about diplomacy, hearing them, and building what it takes to do it together."}'
    when 'global-cooperation' then '{"ko": "기후, 개발, 평화처럼 한 나라가 풀 수 없는 문제를 다른 나라와 함께 풉니다.", "en": "Problems that no country solves alone: climate, development, peace."}'
    when 'cultural-exchange' then '{"ko": "문화와 사람의 교류로 서로를 알아 갑니다.", "en": "Knowing one another through culture and the exchange of people."}'
    when 'public-communication' then '{"ko": "외교 정책을 쉬운 말로 알리고 시민의 물음에 답하는 방법을 다룹니다.", "en": "How foreign policy is told in plain words, and how citizens'' questions are answered."}'
    when 'citizen-participation' then '{"ko": "시민의 제안과 토론이 외교 정책에 닿는 길을 다룹니다.", "en": "The ways in which proposals and debate of citizens reach foreign policy."}'
    when 'capacity-building' then '{"ko": "시민이 외교를 배우고 현장에서 함께할 기회를 다룹니다.", "en": "How citizens learn about diplomacy and join in its practice."}'
    when 'climate-diplomacy' then '{"ko": "온실가스를 줄이는 약속과 그 이행을 국제 사회와 함께 챙깁니다.", "en": "Promises to cut emissions, and keeping them together with others."}'
    when 'development-cooperation' then '{"ko": "공적개발원조를 어디에 어떻게 쓸지 다룹니다.", "en": "Where and how official development assistance is spent."}'
    when 'peace-security' then '{"ko": "한반도의 평화와 국민의 안전을 지키는 외교를 다룹니다.", "en": "Diplomacy for peace on the peninsula and the safety of citizens."}'
    when 'public-diplomacy' then '{"ko": "다른 나라 국민의 마음을 얻는 외교를 시민과 함께 만듭니다.", "en": "Diplomacy that wins people abroad, made together with citizens."}'
    when 'volunteer-practice' then '{"ko": "행사 안내와 통역처럼 외교 현장을 돕는 봉사를 다룹니다.", "en": "Volunteering where diplomacy happens: guiding, interpreting."}'
    else '{}' end::jsonb;

-- What one can read on an agenda, at the address where its office keeps it.
create table agenda_documents (
  id uuid primary key,
  agenda_id uuid not null references agendas on delete cascade,
  title text not null check (length(btrim(title)) > 0 and length(title) <= 200),
  url text not null check (url ~ '^https?://' and length(url) <= 500),
  pages integer check (pages > 0),
  added_by uuid references users on delete set null,
  added_at timestamptz not null
);
create index agenda_documents_of on agenda_documents (agenda_id, id);

-- Days on which no office works, beside Saturdays and Sundays. A clock that is running keeps the due day it was given.
create table holidays (
  day date primary key,
  title jsonb not null
);
insert into holidays (day, title) values
  ('2026-01-01', '{"ko": "신정", "en": "New Year"}'), ('2026-02-16', '{"ko": "설날 연휴", "en": "Seollal"}'), ('2026-02-17', '{"ko": "설날", "en": "Seollal"}'), ('2026-02-18', '{"ko": "설날 연휴", "en": "Seollal"}'),
  ('2026-03-02', '{"ko": "삼일절 대체공휴일", "en": "Independence Movement Day (observed)"}'), ('2026-05-05', '{"ko": "어린이날", "en": "Children''s Day"}'), ('2026-05-25', '{"ko": "부처님오신날 대체공휴일", "en": "Buddha''s Birthday (observed)"}'), ('2026-06-03', '{"ko": "지방선거일", "en": "Local elections"}'),
  ('2026-08-17', '{"ko": "광복절 대체공휴일", "en": "Liberation Day (observed)"}'), ('2026-09-24', '{"ko": "추석 연휴", "en": "Chuseok"}'), ('2026-09-25', '{"ko": "추석", "en": "Chuseok"}'), ('2026-10-05', '{"ko": "개천절 대체공휴일", "en": "National Foundation Day (observed)"}'),
  ('2026-10-09', '{"ko": "한글날", "en": "Hangul Day"}'), ('2026-12-25', '{"ko": "기독탄신일", "en": "Christmas Day"}'),
  ('2027-01-01', '{"ko": "신정", "en": "New Year"}'), ('2027-02-08', '{"ko": "설날 연휴", "en": "Seollal"}'), ('2027-02-09', '{"ko": "설날 대체공휴일", "en": "Seollal (observed)"}'), ('2027-03-01', '{"ko": "삼일절", "en": "Independence Movement Day"}'),
  ('2027-05-05', '{"ko": "어린이날", "en": "Children''s Day"}'), ('2027-05-13', '{"ko": "부처님오신날", "en": "Buddha''s Birthday"}'), ('2027-08-16', '{"ko": "광복절 대체공휴일", "en": "Liberation Day (observed)"}'),
  ('2027-09-14', '{"ko": "추석 연휴", "en": "Chuseok"}'), ('2027-09-15', '{"ko": "추석", "en": "Chuseok"}'), ('2027-09-16', '{"ko": "추석 연휴", "en": "Chuseok"}'), ('2027-10-04', '{"ko": "개천절 대체공휴일", "en": "National Foundation Day (observed)"}'),
  ('2027-10-11', '{"ko": "한글날 대체공휴일", "en": "Hangul Day (observed)"}'), ('2027-12-27', '{"ko": "기독탄신일 대체공휴일", "en": "Christmas Day (observed)"}');

-- How long each step may take: days on which offices work, or days of the calendar.
create table proposal_clocks (
  name text primary key check (name in ('moderation', 'gathering', 'review', 'answer', 'objection', 'appeal')),
  days integer not null check (days between 1 and 400),
  working boolean not null
);
insert into proposal_clocks (name, days, working) values
  ('moderation', 3, true), ('gathering', 90, false), ('review', 7, true), ('answer', 30, false), ('objection', 30, false), ('appeal', 14, false);

-- What a number of supports brings about: the text stands from then on, the proposal is listed, an answer falls due.
create table proposal_thresholds (
  effect text primary key check (effect in ('frozen', 'listed', 'answer')),
  supports integer not null check (supports > 0)
);
insert into proposal_thresholds (effect, supports) values ('frozen', 10), ('listed', 100), ('answer', 1000);

create table proposals (
  id uuid primary key,
  -- Nobody's once the account is gone, or the consent was withdrawn after an answer.
  author_id uuid references users on delete set null,
  agenda_id uuid not null references agendas,
  state text not null check (state in ('draft', 'submitted', 'returned', 'gathering', 'lapsed', 'under_review', 'answered', 'committed', 'implemented', 'cancelled', 'withdrawn', 'merged_into', 'hidden')),
  lang text not null check (lang in ('ko', 'en')),
  title text not null check (length(title) <= 100),
  problem text not null check (length(problem) <= 3000),
  idea text not null check (length(idea) <= 5000),
  -- Counts what was written into it: a form names what it began from.
  version integer not null default 1 check (version > 0),
  search tsvector not null default ''::tsvector,
  -- Why it stands where it stands: of returning, hiding, withdrawing, merging, lapsing, extending.
  reason text not null default '' check (length(reason) <= 2000),
  outcome text check (outcome in ('accepted', 'partly', 'not_accepted', 'already_done', 'out_of_scope')),
  merged_into uuid references proposals,
  -- Where it stood before it was hidden, for a moderator who finds that it should not be.
  hidden_from text,
  -- Who answers, once the review has said so.
  division_id uuid references divisions,
  created_at timestamptz not null,
  submitted_at timestamptz,
  gathering_until timestamptz,
  listed_at timestamptz,
  -- When the step that it stands at must be done: the moderation, the review, the answer.
  due_at timestamptz,
  due_for text check (due_for in ('moderation', 'review', 'answer')),
  extended_at timestamptz,
  warned_at timestamptz,
  answered_at timestamptz,
  moved_at timestamptz not null,
  check (state in ('draft', 'withdrawn') or submitted_at is not null),
  check ((state = 'merged_into') = (merged_into is not null)),
  check (state <> 'hidden' or hidden_from is not null),
  check (merged_into <> id),
  check ((due_at is null) = (due_for is null)),
  check (state <> 'gathering' or gathering_until is not null),
  check (state not in ('answered', 'committed', 'implemented', 'cancelled') or (outcome is not null and answered_at is not null)),
  check (state not in ('returned', 'hidden', 'withdrawn', 'lapsed') or length(btrim(reason)) > 0),
  check (state = 'draft' or (length(btrim(title)) > 0 and length(btrim(problem)) > 0 and length(btrim(idea)) > 0))
);
create index proposals_listed on proposals (submitted_at desc, id desc) where state not in ('draft', 'submitted', 'returned');
create index proposals_by_state on proposals (state, submitted_at desc, id desc);
create index proposals_by_agenda on proposals (agenda_id, submitted_at desc, id desc) where state not in ('draft', 'submitted', 'returned');
create index proposals_of on proposals (author_id, id desc);
create index proposals_due on proposals (due_at) where due_at is not null;
create index proposals_ending on proposals (gathering_until) where state = 'gathering';
create index proposals_search on proposals using gin (search);

-- Every text that was ever sent in, for good.
create table proposal_versions (
  proposal_id uuid not null references proposals on delete cascade,
  number integer not null check (number > 0),
  title text not null,
  problem text not null,
  idea text not null,
  written_at timestamptz not null,
  primary key (proposal_id, number)
);

-- One person, one support. The row names its proposal without a foreign key on purpose: the check of one would lock the
-- proposal's row for every support, and a proposal that has been sent in is never deleted (see below).
create table supports (
  proposal_id uuid not null,
  citizen_id uuid not null references users on delete cascade,
  supported_at timestamptz not null,
  -- What the person had learned on the agenda at that instant, and by which rule. Never shown of one person.
  band text not null check (band in ('none', 'partial', 'completed')),
  rule integer not null check (rule > 0),
  -- The proposal it was given to, where that was merged into this one.
  carried_from uuid,
  primary key (proposal_id, citizen_id)
);
create index supports_of on supports (citizen_id, supported_at desc);
create index supports_at on supports (supported_at);

-- What the supports of a proposal come to by band, as it was last shown: see package rules.
create table proposal_figures (
  proposal_id uuid primary key references proposals on delete cascade,
  supports integer not null default 0 check (supports >= 0),
  informed integer not null default 0 check (informed >= 0 and informed % 10 = 0),
  general integer not null default 0 check (general >= 0 and general % 10 = 0),
  split_of integer not null default 0 check (split_of >= 0),
  split_on date
);

-- How many people took part on an agenda, and completed a course on it: counted by a job, for counting takes a while.
create table agenda_figures (
  agenda_id uuid primary key references agendas on delete cascade,
  taking integer not null check (taking >= 0),
  trained integer not null check (trained >= 0),
  counted_at timestamptz not null
);

-- What happened to a proposal, in the order of its happening; anybody may read it.
create table proposal_events (
  id uuid primary key,
  proposal_id uuid not null references proposals on delete cascade,
  kind text not null check (kind in ('submitted', 'returned', 'published', 'edited', 'listed', 'review', 'taken_up', 'extended', 'answered', 'corrected', 'objected', 'committed', 'progress', 'implemented', 'cancelled', 'lapsed', 'withdrawn', 'merged', 'taken_in', 'hidden', 'restored')),
  at timestamptz not null,
  reason text not null default '' check (length(reason) <= 2000),
  until timestamptz
);
create index proposal_events_of on proposal_events (proposal_id, id);

create table comments (
  id uuid primary key,
  proposal_id uuid not null references proposals on delete cascade,
  author_id uuid references users on delete set null,
  parent_id uuid,
  top boolean not null generated always as (parent_id is null) stored,
  -- Names a comment that is no reply itself: one level is all there is.
  parent_top boolean generated always as (case when parent_id is null then null else true end) stored,
  stance text not null check (stance in ('for', 'neutral', 'against')),
  body text not null check (length(body) <= 1000),
  state text not null default 'shown' check (state in ('shown', 'hidden', 'removed')),
  reason text not null default '' check (length(reason) <= 2000),
  -- Evidence: a minute of a lecture, or a page of a document of the agenda.
  lesson_id uuid references lessons,
  second integer check (second >= 0),
  document_id uuid references agenda_documents on delete set null,
  page integer check (page > 0),
  written_at timestamptz not null,
  band text not null check (band in ('none', 'partial', 'completed')),
  rule integer not null check (rule > 0),
  unique (id, proposal_id, top),
  foreign key (parent_id, proposal_id, parent_top) references comments (id, proposal_id, top) on delete cascade,
  check (lesson_id is null or document_id is null),
  check ((second is null) = (lesson_id is null)),
  check (state <> 'shown' or length(btrim(body)) > 0),
  check (state <> 'hidden' or length(btrim(reason)) > 0)
);
create index comments_of on comments (proposal_id, id);
create index comments_by on comments (author_id, id desc);
create index comments_resting on comments (lesson_id, second) where lesson_id is not null and state = 'shown';

create table moderation_reasons (
  code text primary key,
  title jsonb not null,
  position integer not null
);
insert into moderation_reasons (code, title, position) values
  ('personal_data', '{"ko": "개인정보가 들어 있음", "en": "Holds personal data"}', 1),
  ('insult', '{"ko": "욕설이나 비방", "en": "Insults or defames"}', 2),
  ('hate', '{"ko": "차별이나 혐오 표현", "en": "Discriminates or hates"}', 3),
  ('advertising', '{"ko": "광고나 도배", "en": "Advertising or flooding"}', 4),
  ('off_topic', '{"ko": "의제와 관계없음", "en": "Not about the agenda"}', 5),
  ('unclear', '{"ko": "무엇을 바라는지 알기 어려움", "en": "Unclear what is wished for"}', 6),
  ('unlawful', '{"ko": "법에 어긋나는 내용", "en": "Against the law"}', 7);

-- One look of a moderator at a proposal or a comment, and what came of it. A case that was decided keeps its decision.
create table moderation_cases (
  id uuid primary key,
  proposal_id uuid not null references proposals on delete cascade,
  comment_id uuid references comments on delete cascade,
  origin text not null check (origin in ('submission', 'report')),
  -- Whose text it is: nobody decides on their own.
  author_id uuid references users on delete set null,
  report text not null default '' check (length(report) <= 1000),
  reporter_id uuid references users on delete set null,
  opened_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'kept', 'hidden', 'edit_requested', 'appealed', 'upheld', 'reversed')),
  code text references moderation_reasons,
  reason text not null default '' check (length(reason) <= 2000),
  decided_by uuid references users on delete set null,
  decided_at timestamptz,
  -- What decided_by was: it stays when the account goes, so that the second moderator is still another one.
  decider uuid,
  unique (id, decider),
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'open') = (decider is null)),
  check (decider <> author_id),
  check (state not in ('hidden', 'edit_requested') or (code is not null and length(btrim(reason)) > 0))
);
create unique index moderation_cases_one_open on moderation_cases (proposal_id, coalesce(comment_id, '00000000-0000-0000-0000-000000000000')) where state = 'open';
create index moderation_cases_waiting on moderation_cases (opened_at, id) where state in ('open', 'appealed');
create index moderation_cases_decided on moderation_cases (decided_at desc, id desc) where decided_at is not null;

create table appeals (
  case_id uuid primary key,
  first uuid not null,
  text text not null check (length(btrim(text)) > 0 and length(text) <= 2000),
  appealed_at timestamptz not null,
  decider uuid,
  decided_at timestamptz,
  answer text not null default '' check (length(answer) <= 2000),
  foreign key (case_id, first) references moderation_cases (id, decider) on delete cascade,
  check (decider <> first),
  check ((decider is null) = (decided_at is null)),
  check (decider is null or length(btrim(answer)) > 0)
);

-- Official answers: drafted by one, signed by another, and published by the signature. What was published never changes;
-- another version says why there is one.
create table answers (
  proposal_id uuid not null references proposals on delete cascade,
  version integer not null check (version > 0),
  outcome text not null check (outcome in ('accepted', 'partly', 'not_accepted', 'already_done', 'out_of_scope')),
  summary text not null check (length(btrim(summary)) > 0 and length(summary) <= 300),
  -- [{"clause": …, "reply": …}], at least one.
  points jsonb not null check (jsonb_typeof(points) = 'array' and jsonb_array_length(points) between 1 and 20),
  changed_because text not null default '' check (length(changed_because) <= 1000),
  division_id uuid not null references divisions,
  drafter uuid not null,
  drafted_at timestamptz not null,
  signer uuid,
  signed_at timestamptz,
  primary key (proposal_id, version),
  check (signer <> drafter),
  check ((signer is null) = (signed_at is null)),
  check (version = 1 or length(btrim(changed_because)) > 0)
);
create unique index answers_one_draft on answers (proposal_id) where signer is null;

-- What the author says once against an answer.
create table objections (
  proposal_id uuid primary key references proposals on delete cascade,
  against integer not null,
  text text not null check (length(btrim(text)) > 0 and length(text) <= 2000),
  objected_at timestamptz not null,
  foreign key (proposal_id, against) references answers
);

create table commitments (
  id uuid primary key,
  proposal_id uuid not null references proposals on delete cascade,
  title text not null check (length(btrim(title)) > 0 and length(title) <= 200),
  division_id uuid not null references divisions,
  due_on date not null,
  state text not null default 'planned' check (state in ('planned', 'in_progress', 'done', 'dropped')),
  percent integer not null default 0 check (percent between 0 and 100),
  made_by uuid references users on delete set null,
  made_at timestamptz not null,
  moved_at timestamptz not null,
  -- What is there to see now, or why it was dropped.
  note text not null default '' check (length(note) <= 2000),
  check ((state = 'done') = (percent = 100)),
  check (state not in ('done', 'dropped') or length(btrim(note)) > 0)
);
create index commitments_of on commitments (proposal_id, id);
create index commitments_moved on commitments (moved_at desc, id desc);

-- How a commitment went on; none of it is ever changed.
create table commitment_steps (
  commitment_id uuid not null references commitments on delete cascade,
  number integer not null check (number > 0),
  state text not null,
  percent integer not null,
  note text not null default '' check (length(note) <= 2000),
  by uuid references users on delete set null,
  at timestamptz not null,
  primary key (commitment_id, number)
);

-- +goose StatementBegin
create function keep_proposals() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null then
    raise exception 'proposal % was sent in and stays', old.id using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create function keep_answers() returns trigger language plpgsql as $$
begin
  if old.signer is not null then
    raise exception 'answer % to proposal % was published and never changes', old.version, old.proposal_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function keep_decisions() returns trigger language plpgsql as $$
begin
  if old.decider is not null and (new.decider, new.decided_at, new.code, new.reason) is distinct from (old.decider, old.decided_at, old.code, old.reason) then
    raise exception 'case % was decided and keeps its decision', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger proposals_stay before delete on proposals for each row execute function keep_proposals();
create trigger answers_stay before update on answers for each row execute function keep_answers();
create trigger decisions_stay before update on moderation_cases for each row execute function keep_decisions();

-- Political opinion has a consent of its own, which nobody gives by opening an account.
alter table terms drop constraint terms_kind_check;
alter table terms add constraint terms_kind_check check (kind in ('terms', 'privacy', 'age', 'opinion'));
insert into terms (id, kind, version, effective_at) values ('0198f000-0000-7000-8000-000000000004', 'opinion', '2026-11', '2026-11-01T00:00:00Z');
