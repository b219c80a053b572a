-- +goose Up
-- An answer may be a file: the citizen's own, sent to be handed in, and whole. What an answer names is kept as long as the answer.
alter table attempt_steps add column asset_id uuid generated always as ((response ->> 'asset')::uuid) stored references assets;
alter table late_answers add column asset_id uuid generated always as ((response ->> 'asset')::uuid) stored references assets;
create index attempt_steps_asset on attempt_steps (asset_id) where asset_id is not null;
create index late_answers_asset on late_answers (asset_id) where asset_id is not null;
-- +goose StatementBegin
create function refuse_file_of_others() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from attempts a
    join uploads u on u.user_id = a.citizen_id and u.purpose = 'assignment' and u.state = 'ready' and u.asset_id = (new.response ->> 'asset')::uuid
    where a.id = new.attempt_id) then
    raise exception 'an answer names a file that its citizen has not handed in' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger attempt_steps_file before insert or update on attempt_steps for each row when (new.response ? 'asset') execute function refuse_file_of_others();
create trigger late_answers_file before insert or update on late_answers for each row when (new.response ? 'asset') execute function refuse_file_of_others();
