-- +goose Up
-- What an event names in both languages: the office that took a proposal up, as it was called then.
alter table proposal_events add column named jsonb;
update proposal_events e set named = d.title from divisions d where e.kind = 'taken_up' and d.title->>'ko' = e.reason;

-- How many proposals gather support on an agenda is counted for every page of agendas.
create index proposals_open on proposals (agenda_id, gathering_until) where state = 'gathering';
