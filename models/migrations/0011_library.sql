-- +goose Up
-- What a course is made of stands in its library: films, pictures and files that its staff has sent or that came with a folder.
alter table assets
  add column course_id uuid references courses,
  add column kind text not null default 'film' check (kind in ('film', 'image', 'file')),
  -- What a picture shows, for those who do not see it.
  add column alt jsonb not null default '{"ko": "", "en": ""}',
  add column image_key text not null default '';
update assets a set course_id = (select r.course_id from revision_lessons l join course_revisions r on r.id = l.revision_id where l.asset_id = a.id limit 1);
create index assets_library on assets (course_id, id) where course_id is not null;

-- By what the sender's own device knows a file again; nobody else can tell anything from it.
alter table uploads add column fingerprint text not null default '' check (length(fingerprint) <= 100);

-- Whose coverage counts for a lecture: that of its own film, or of the film before it that had the same content.
alter table revision_lessons add column watched_id uuid references assets;
alter table revision_lessons disable trigger published_lessons;
update revision_lessons set watched_id = asset_id;
alter table revision_lessons enable trigger published_lessons;
alter table revision_lessons add constraint revision_lessons_watched check ((asset_id is null) = (watched_id is null));
