-- +goose Up
-- What can be played of an asset beside its progressive MP4: the rungs of its ladder, named by the shorter side of the
-- picture, and its sound alone. Rows appear in the transaction that makes the asset ready. Imported assets have none.
create table renditions (
  asset_id uuid not null references assets on delete cascade,
  kind text not null check (kind in ('rung', 'sound')),
  side integer not null,
  object_key text not null check (object_key <> ''),
  width integer not null default 0,
  height integer not null default 0,
  codecs text not null default '',
  peak integer not null default 0, -- bits a second
  average integer not null default 0,
  -- Where the pieces lie in the object: so many bytes that describe it, then [microseconds, bytes] of each segment.
  head_bytes bigint not null default 0,
  segments jsonb not null default '[]',
  primary key (asset_id, kind, side),
  check (case kind
    when 'sound' then side = 0 and head_bytes = 0 and segments = '[]'
    else side > 0 and side in (width, height) and side <= width and side <= height and codecs <> ''
      and average > 0 and peak >= average and head_bytes > 0 and jsonb_array_length(segments) > 0
  end)
);

create index renditions_object on renditions (object_key);

-- How much of a film is made; known while a worker has it in hand.
alter table uploads add column percent integer check (percent between 0 and 99);
update uploads set percent = 0 where state = 'processing';
alter table uploads add check ((state = 'processing') = (percent is not null));
