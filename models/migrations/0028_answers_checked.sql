-- +goose Up
-- What a learner may be told of an answer during an attempt. An answer whose learner has been told is fixed.
alter table quizzes add column review_during text not null default 'none' check (review_during in ('none', 'score', 'full'));
alter table attempt_slots add column checked_at timestamptz;

-- A step takes a share lock of its attempt before it is inserted, and whoever checks holds the attempt. Since each query
-- of this function sees what was committed before it, no answer slips in behind the check.
-- +goose StatementBegin
create function pass_over_checked() returns trigger language plpgsql as $$
begin
  if exists (select 1 from attempt_slots s where s.attempt_id = new.attempt_id and s.slot = new.slot and s.checked_at is not null) then
    return null;
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger attempt_steps_checked before insert on attempt_steps for each row execute function pass_over_checked();
