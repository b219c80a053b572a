-- +goose Up
-- For the sweep of files that were sent to be handed in and that nothing names.
create index uploads_handed_in on uploads (finished_at) where purpose = 'assignment' and state = 'ready';
