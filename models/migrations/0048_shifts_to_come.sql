-- +goose Up
-- What is to come in all activities, for those who have just been qualified for something.
create index shifts_to_come on shifts (starts_at, id) where cancelled_at is null;
