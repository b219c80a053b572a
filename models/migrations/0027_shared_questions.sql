-- +goose Up
-- A question may be shared: every course may then copy it into its own bank. A copy is a question of its own course, which
-- remembers what it was copied from and which version that had. Points are what a question is worth where it is put into a
-- quiz, 0 where that was never said.
alter table questions
  add column shared boolean not null default false,
  add column copied_from uuid references questions on delete set null,
  add column copied_version integer not null default 0 check (copied_version >= 0),
  add column points numeric(6,2) not null default 0 check (points between 0 and 1000),
  add check (copied_from is null or copied_version > 0),
  add check (copied_from <> id);
create index questions_shared on questions (id desc) where shared and not archived;
-- A course copies a question once: whoever wants it again gets that copy.
create unique index questions_copied on questions (copied_from, course_id) where copied_from is not null;

-- +goose StatementBegin
create function refuse_copy_of_unshared() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from questions o where o.id = new.copied_from and o.shared and o.course_id <> new.course_id) then
    raise exception 'only a question that another course shares can be copied' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create function refuse_question_of_others() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from questions q join quizzes z on z.course_id = q.course_id where q.id = new.question_id and z.id = new.quiz_id) then
    raise exception 'a quiz asks questions of its own course only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger questions_copied_shared before insert or update of copied_from, copied_version on questions
  for each row when (new.copied_from is not null) execute function refuse_copy_of_unshared();
create trigger quiz_slots_own before insert or update of quiz_id, question_id on quiz_slots
  for each row when (new.question_id is not null) execute function refuse_question_of_others();
