-- +goose Up
alter table lessons drop constraint lessons_kind_check;
alter table lessons add constraint lessons_kind_check check (kind in ('lecture', 'reading', 'quiz', 'assignment'));
-- What an assignment asks for; package courses knows it. A published revision never changes it.
alter table revision_lessons add column assignment jsonb;

create sequence submission_versions;

-- What learners hand in, every version of it for good, and what they have not handed in yet.
create table submissions (
  id uuid primary key,
  course_id uuid not null,
  enrolment_id uuid not null,
  lesson_id uuid not null,
  number integer not null check (number > 0),
  -- A draft is the learner's own; what was handed in again before it was marked is replaced.
  state text not null check (state in ('draft', 'handed_in', 'replaced', 'returned', 'marked')),
  text text not null default '' check (length(text) <= 20000),
  -- Changes with everything that is written into a draft.
  version bigint not null default nextval('submission_versions'),
  saved_at timestamptz not null,
  op_id text check (length(op_id) between 1 and 64),
  submitted_at timestamptz,
  -- What was asked, and until when, at the time when it was handed in.
  revision_id uuid,
  due_at timestamptz,
  late_days integer not null default 0 check (late_days >= 0),
  unique (enrolment_id, lesson_id, number),
  unique (enrolment_id, lesson_id, op_id),
  foreign key (course_id, enrolment_id) references enrolments (course_id, id) on delete cascade,
  foreign key (course_id, lesson_id) references lessons (course_id, id) on delete cascade,
  foreign key (revision_id, lesson_id) references revision_lessons on delete cascade,
  check ((state = 'draft') = (submitted_at is null)),
  check ((state = 'draft') = (op_id is null)),
  check ((state = 'draft') = (revision_id is null))
);
create unique index submissions_one_draft on submissions (enrolment_id, lesson_id) where state = 'draft';
create index submissions_waiting on submissions (course_id, submitted_at, id) where state = 'handed_in';

create table submission_files (
  submission_id uuid not null references submissions on delete cascade,
  asset_id uuid not null references assets,
  added_at timestamptz not null,
  primary key (submission_id, asset_id)
);
create index submission_files_asset on submission_files (asset_id);

-- What those who mark have said of a submission; the last one holds, and none is ever changed.
create table submission_marks (
  submission_id uuid not null references submissions on delete cascade,
  number integer not null check (number > 0),
  decision text not null check (decision in ('marked', 'returned')),
  -- Each criterion with its text, its most points and those given.
  criteria jsonb not null default '[]',
  points numeric(6,2) check (points >= 0),
  most numeric(6,2) check (most > 0),
  -- What is taken off for being late, and what is left, in per cent of all points.
  deducted numeric(5,2) not null default 0 check (deducted between 0 and 100),
  percent numeric(5,2) check (percent between 0 and 100),
  comment text not null default '' check (length(comment) <= 5000),
  marked_by uuid references users on delete set null,
  marked_at timestamptz not null,
  primary key (submission_id, number),
  check ((decision = 'marked') = (percent is not null)),
  check ((percent is null) = (points is null)),
  check ((points is null) = (most is null)),
  check (points <= most),
  check (decision = 'marked' or length(btrim(comment)) > 0)
);

-- What the submissions of an enrolment come to: the mark of the last one that was marked.
create table assignment_grades (
  enrolment_id uuid not null references enrolments on delete cascade,
  lesson_id uuid not null references lessons on delete cascade,
  percent numeric(5,2) not null check (percent between 0 and 100),
  passed boolean not null,
  graded_at timestamptz not null,
  primary key (enrolment_id, lesson_id)
);

-- Until when one learner may hand in one assignment instead of when it is due for all.
create table assignment_extensions (
  course_id uuid not null,
  enrolment_id uuid not null,
  lesson_id uuid not null,
  due_at timestamptz not null,
  reason text not null check (length(btrim(reason)) > 0 and length(reason) <= 500),
  granted_by uuid references users on delete set null,
  granted_at timestamptz not null,
  primary key (enrolment_id, lesson_id),
  foreign key (course_id, enrolment_id) references enrolments (course_id, id) on delete cascade,
  foreign key (course_id, lesson_id) references lessons (course_id, id) on delete cascade
);

-- +goose StatementBegin
create function refuse_change_of_submission() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.state = 'draft' or (new.id, new.enrolment_id, new.lesson_id, new.number, new.text, new.op_id, new.submitted_at, new.revision_id)
      is distinct from (old.id, old.enrolment_id, old.lesson_id, old.number, old.text, old.op_id, old.submitted_at, old.revision_id)) then
    raise exception 'submission % was handed in and never changes', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function refuse_change_of_submission_files() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if exists (select 1 from submissions s where s.id = old.submission_id and s.state <> 'draft') then
      raise exception 'submission % was handed in and keeps its files', old.submission_id using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if not exists (select 1 from submissions s join enrolments e on e.id = s.enrolment_id
    join uploads u on u.user_id = e.citizen_id and u.purpose = 'assignment' and u.state = 'ready' and u.asset_id = new.asset_id
    where s.id = new.submission_id and s.state = 'draft') then
    raise exception 'a submission names a file that its citizen has not sent, or was handed in before' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function refuse_change_of_submission_mark() returns trigger language plpgsql as $$
begin
  raise exception 'mark % of submission % was given and never changes', old.number, old.submission_id using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger handed_in_submissions before update on submissions for each row execute function refuse_change_of_submission();
create trigger handed_in_files before insert or update or delete on submission_files for each row execute function refuse_change_of_submission_files();
create trigger given_submission_marks before update of submission_id, number, decision, criteria, points, most, deducted, percent, comment, marked_at on submission_marks
  for each row execute function refuse_change_of_submission_mark();

-- The gradebook looks at what quizzes and assignments come to as one: an item is the quiz, or the lesson of an assignment.
create view item_grades as
  select enrolment_id, quiz_id as item_id, percent, passed, graded_at from quiz_grades
  union all select enrolment_id, lesson_id, percent, passed, graded_at from assignment_grades;
create view item_attempts as
  select a.enrolment_id, a.quiz_id as item_id, a.number, a.state, a.submitted_at,
    case when a.state = 'graded' then case when a.max > 0 then least(100, trunc(a.score * 100 / a.max, 2)) else 0 end end as percent
  from attempts a
  union all
  select s.enrolment_id, s.lesson_id, s.number,
    case s.state when 'draft' then 'in_progress' when 'handed_in' then 'submitted' when 'marked' then 'graded' else s.state end, s.submitted_at,
    case when s.state = 'marked' then (select m.percent from submission_marks m where m.submission_id = s.id and m.decision = 'marked' order by m.number desc limit 1) end
  from submissions s;
