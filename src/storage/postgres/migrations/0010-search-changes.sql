-- breaking
-- Which cases came, changed for searches, or went: servers keep copies of them to search in. Positions are not in the
-- order of commits: whoever follows reads again from the oldest transaction that had not ended, and so each change has
-- the number of its own. Not where tables are spread over machines: each of these counts its own transactions.
create table search_changes (
  position bigint generated always as identity primary key,
  transaction xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  domain integer not null,
  changed uuid not null
);
create index search_changes_transaction on search_changes (transaction, position);
create index search_changes_at on search_changes (at);

-- One row: the newest transaction whose changes are no longer kept.
create table search_horizon (
  one boolean primary key default true check (one),
  transaction xid8 not null
);
insert into search_horizon (transaction) values ('0');
