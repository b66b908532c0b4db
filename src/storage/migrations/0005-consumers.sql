-- Who follows the outbox, and how far each has come: all up to `position` is done, or is in `undelivered`. What
-- an active consumer has not got is kept for it, for keep_ms. Whoever sets the position from outside adds 1 to
-- `epoch`, and the consumer begins again from there.
create table consumers (
  name text primary key,
  position integer not null,
  epoch integer not null,
  active integer not null,
  keep_ms integer not null
) strict, without rowid;

-- Events that a consumer could not do and that others have overtaken: those that wait for another try, and those
-- that were given up (dead_at). Each is a copy, as the outbox goes on.
create table undelivered (
  pk integer primary key,
  consumer text not null,
  position integer not null,
  case_id text not null,
  at integer not null,
  event text not null,
  tries integer not null,
  failed_at integer not null,
  due_at integer not null,
  dead_at integer,
  reason text not null
) strict;
create unique index undelivered_position on undelivered (consumer, position);
create index undelivered_waiting on undelivered (consumer, position) where dead_at is null;
create index undelivered_dead on undelivered (consumer, position) where dead_at is not null;
create index undelivered_at on undelivered (consumer, at);
