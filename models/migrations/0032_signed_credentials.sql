-- +goose Up
-- What certificates are signed with as open credentials. A retired key signs nothing any more; what it has signed still
-- verifies by its public part.
create table credential_keys (
  id uuid primary key,
  algorithm text not null check (algorithm in ('Ed25519', 'RS256')),
  public_key bytea not null,
  -- The private part, sealed under a key that is made of the academy's secret.
  sealed bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index credential_keys_in_use on credential_keys (algorithm) where retired_at is null;

-- Where in which list it is told that a certificate is no longer valid. Places are drawn at random, so that a list does
-- not tell who was given one when.
create table status_lists (
  number integer primary key check (number > 0),
  taken integer not null check (taken >= 0),
  created_at timestamptz not null
);
create table certificate_status (
  certificate_id uuid primary key references certificates on delete cascade,
  list integer not null references status_lists,
  place integer not null check (place between 0 and 1048575),
  unique (list, place)
);
create index certificates_not_valid on certificates (id) where state <> 'issued';

-- Those issued before there were lists share the first.
insert into status_lists (number, taken, created_at) select 1, count(*), now() from certificates having count(*) > 0;
insert into certificate_status (certificate_id, list, place)
select c.id, 1, p.place
from (select id, row_number() over (order by id) as n from certificates) c
join (
  select place, row_number() over () as n
  from (select place from generate_series(0, 1048575) place order by random() limit (select count(*) from certificates)) drawn
) p using (n);
