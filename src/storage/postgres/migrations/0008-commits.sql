-- The last transaction of each connection that writes: who has lost the answer to a commit finds here whether it was
-- done. No index covers what changes, and there is room in the page: a row is rewritten in its place.
create table commits (
  connection text collate "C" primary key,
  number bigint not null,
  at timestamptz not null
) with (fillfactor = 50);
