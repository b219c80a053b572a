-- +goose Up
-- Texts in two languages are one jsonb value {"ko": …, "en": …}.
create table agendas (
  id uuid primary key,
  parent_id uuid references agendas,
  level integer not null check (level in (1, 2)),
  slug text not null unique,
  title jsonb not null,
  position integer not null,
  check ((level = 1) = (parent_id is null))
);
create table duties (
  id uuid primary key,
  slug text not null unique,
  title jsonb not null
);

create table assets (
  id uuid primary key,
  state text not null check (state in ('receiving', 'stored', 'processing', 'ready', 'refused')),
  name text not null,
  content_type text not null,
  bytes bigint not null check (bytes >= 0),
  duration_ms integer not null check (duration_ms >= 0),
  width integer not null default 0,
  height integer not null default 0,
  video_key text not null default '',
  poster_key text not null default '',
  refused_reason text not null default '',
  created_at timestamptz not null
);
create table captions (
  asset_id uuid not null references assets on delete cascade,
  lang text not null check (lang in ('ko', 'en')),
  vtt text not null,
  primary key (asset_id, lang)
);

create table courses (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,79}$'),
  agenda_id uuid not null references agendas,
  state text not null check (state in ('draft', 'review', 'published', 'archived')),
  level text not null check (level in ('beginner', 'intermediate', 'advanced')),
  languages text[] not null check (cardinality(languages) > 0),
  minutes integer not null check (minutes > 0),
  palette text not null,
  published_revision_id uuid,
  search tsvector not null default ''::tsvector,
  created_at timestamptz not null,
  published_at timestamptz,
  check (state <> 'published' or (published_revision_id is not null and published_at is not null))
);
create index courses_listed on courses (published_at desc, id desc) where state = 'published';
create index courses_by_agenda on courses (agenda_id, published_at desc, id desc) where state = 'published';
create index courses_search on courses using gin (search);

create table course_revisions (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  number integer not null check (number > 0),
  title jsonb not null,
  summary jsonb not null,
  description jsonb not null,
  instructor jsonb not null,
  -- {"coverage": percent, "score": percent}; 0 where the course does not ask.
  rule jsonb not null,
  grant_duty_id uuid references duties,
  grant_months integer check (grant_months > 0),
  lesson_count integer not null check (lesson_count >= 0),
  created_at timestamptz not null,
  unique (course_id, number),
  check ((grant_duty_id is null) = (grant_months is null))
);
alter table courses add foreign key (published_revision_id) references course_revisions deferrable initially deferred;

create table revision_sections (
  revision_id uuid not null references course_revisions on delete cascade,
  section_id uuid not null,
  position integer not null,
  title jsonb not null,
  primary key (revision_id, section_id),
  unique (revision_id, position)
);

-- A lesson's identity outlives every revision: progress hangs on it.
create table lessons (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  key text not null,
  kind text not null check (kind in ('lecture', 'reading', 'quiz')),
  unique (course_id, key)
);

create table quizzes (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  pass_percent integer not null check (pass_percent between 0 and 100),
  max_attempts integer not null check (max_attempts >= 0),
  time_limit_s integer not null check (time_limit_s >= 0),
  shuffle boolean not null
);

create table revision_lessons (
  revision_id uuid not null,
  lesson_id uuid not null references lessons,
  section_id uuid not null,
  position integer not null,
  title jsonb not null,
  minutes integer not null check (minutes >= 0),
  required boolean not null,
  body jsonb not null default '{}',
  asset_id uuid references assets,
  quiz_id uuid references quizzes,
  primary key (revision_id, lesson_id),
  unique (revision_id, position),
  foreign key (revision_id, section_id) references revision_sections on delete cascade
);
create index revision_lessons_lesson on revision_lessons (lesson_id);
create index revision_lessons_quiz on revision_lessons (quiz_id);

create table revision_requirements (
  revision_id uuid not null,
  lesson_id uuid not null,
  required_id uuid not null,
  primary key (revision_id, lesson_id, required_id),
  foreign key (revision_id, lesson_id) references revision_lessons on delete cascade,
  foreign key (revision_id, required_id) references revision_lessons on delete cascade,
  check (lesson_id <> required_id)
);

create table cohorts (
  id uuid primary key,
  course_id uuid not null references courses on delete cascade,
  policy text not null check (policy in ('open', 'approval', 'key')),
  self_paced boolean not null,
  seats integer check (seats > 0),
  opens_at timestamptz,
  closes_at timestamptz,
  created_at timestamptz not null
);
create unique index cohorts_one_self_paced on cohorts (course_id) where self_paced;

create table enrolments (
  id uuid primary key,
  cohort_id uuid not null references cohorts,
  course_id uuid not null references courses,
  citizen_id uuid not null references users,
  state text not null check (state in ('applied', 'waitlisted', 'offered', 'active', 'completed', 'withdrawn', 'refused', 'expired')),
  -- A summary kept current by whoever completes a lesson; pages never re-add progress.
  percent integer not null default 0 check (percent between 0 and 100),
  last_lesson_id uuid references lessons,
  last_seen_at timestamptz not null,
  enrolled_at timestamptz not null,
  completed_at timestamptz,
  completed_revision_id uuid references course_revisions,
  unique (cohort_id, citizen_id),
  check ((state = 'completed') = (completed_at is not null))
);
create index enrolments_by_citizen on enrolments (citizen_id, last_seen_at desc);
create unique index enrolments_one_open on enrolments (course_id, citizen_id)
  where state in ('applied', 'waitlisted', 'offered', 'active', 'completed');

create table lesson_progress (
  enrolment_id uuid not null references enrolments on delete cascade,
  lesson_id uuid not null references lessons,
  opened_at timestamptz not null,
  completed_at timestamptz,
  -- Best score of a quiz in percent; null until one is graded.
  score numeric(5,2) check (score between 0 and 100),
  primary key (enrolment_id, lesson_id)
);

-- The seconds of an asset that a citizen has truly watched, in milliseconds.
create table coverage (
  citizen_id uuid not null references users on delete cascade,
  asset_id uuid not null references assets,
  opened_at timestamptz not null,
  ranges int4multirange not null default '{}',
  position_ms integer not null default 0 check (position_ms >= 0),
  updated_at timestamptz not null,
  primary key (citizen_id, asset_id)
);
-- One purse a learner over all views, devices and lectures: see learning.Claim.
create table watch_budgets (
  citizen_id uuid primary key references users on delete cascade,
  opened_at timestamptz not null,
  spent_ms bigint not null default 0 check (spent_ms >= 0)
);
create table coverage_claims (
  citizen_id uuid not null references users on delete cascade,
  view_id text not null check (length(view_id) between 1 and 64),
  seq integer not null check (seq >= 0),
  asset_id uuid not null references assets,
  accepted_ms integer not null,
  rejected jsonb not null,
  at timestamptz not null,
  primary key (citizen_id, view_id, seq)
);
create index coverage_claims_at on coverage_claims (at);

insert into agendas (id, parent_id, level, slug, title, position) values
  ('0198f000-0000-7000-8001-000000000001', null, 1, 'shared-diplomacy', '{"ko": "국민과 함께하는 외교", "en": "Diplomacy with citizens"}', 1),
  ('0198f000-0000-7000-8001-000000000002', null, 1, 'global-cooperation', '{"ko": "세계와 협력하는 외교", "en": "Global cooperation"}', 2),
  ('0198f000-0000-7000-8001-000000000003', null, 1, 'cultural-exchange', '{"ko": "문화로 잇는 외교", "en": "Cultural exchange"}', 3),
  ('0198f000-0000-7000-8002-000000000001', '0198f000-0000-7000-8001-000000000001', 2, 'public-communication', '{"ko": "소통하는 외교", "en": "Two-way communication"}', 1),
  ('0198f000-0000-7000-8002-000000000002', '0198f000-0000-7000-8001-000000000001', 2, 'citizen-participation', '{"ko": "시민 참여 외교", "en": "Citizen participation"}', 2),
  ('0198f000-0000-7000-8002-000000000003', '0198f000-0000-7000-8001-000000000001', 2, 'capacity-building', '{"ko": "국민외교 역량", "en": "Civic capacity"}', 3),
  ('0198f000-0000-7000-8002-000000000004', '0198f000-0000-7000-8001-000000000002', 2, 'climate-diplomacy', '{"ko": "기후외교", "en": "Climate diplomacy"}', 1),
  ('0198f000-0000-7000-8002-000000000005', '0198f000-0000-7000-8001-000000000002', 2, 'development-cooperation', '{"ko": "개발협력", "en": "Development cooperation"}', 2),
  ('0198f000-0000-7000-8002-000000000006', '0198f000-0000-7000-8001-000000000002', 2, 'peace-security', '{"ko": "한반도 평화와 안보", "en": "Peace and security"}', 3),
  ('0198f000-0000-7000-8002-000000000007', '0198f000-0000-7000-8001-000000000003', 2, 'public-diplomacy', '{"ko": "공공외교", "en": "Public diplomacy"}', 1),
  ('0198f000-0000-7000-8002-000000000008', '0198f000-0000-7000-8001-000000000003', 2, 'volunteer-practice', '{"ko": "봉사 실무", "en": "Volunteer practice"}', 2);
insert into duties (id, slug, title) values
  ('0198f000-0000-7000-8003-000000000001', 'event-guide', '{"ko": "행사 안내", "en": "Event guide"}'),
  ('0198f000-0000-7000-8003-000000000002', 'interpreter-support', '{"ko": "통역 지원", "en": "Interpreter support"}'),
  ('0198f000-0000-7000-8003-000000000003', 'record-media', '{"ko": "기록·홍보", "en": "Records and media"}');
