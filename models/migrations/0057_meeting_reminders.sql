-- +goose Up
-- For which beginning those who have a seat were reminded: one that moves is told anew.
alter table meetings add column reminded_for timestamptz;
create index meetings_to_remind on meetings (starts_at) where state = 'published' and reminded_for is distinct from starts_at;
