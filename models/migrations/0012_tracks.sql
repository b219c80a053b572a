-- +goose Up
-- Captions as a revision has them, by language, in place of those that came with the film; an empty one is none. So they
-- are corrected in a draft and seen once it is published.
alter table revision_lessons add column tracks jsonb;
create index revision_lessons_asset on revision_lessons (asset_id) where asset_id is not null;
