-- +goose Up
-- One row says that the accounts of this database are a demonstration's, whose password everybody knows.
create table demonstrations (
  one boolean primary key default true check (one),
  began_at timestamptz not null
);
