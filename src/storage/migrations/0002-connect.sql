-- What is known of Amazon Connect: instances, what lies in them (of whichever kind), and more of contacts.

create table connect_instances (
  pk integer primary key,
  id text not null,
  document text not null
) strict;
create unique index connect_instances_id on connect_instances (id);

-- Name is what no two of a kind in an instance have in common; it is folded, the document has it as given.
create table connect_resources (
  pk integer primary key,
  instance_id text not null,
  kind text not null,
  id text not null,
  name text not null,
  document text not null
) strict;
create index connect_resources_kind on connect_resources (instance_id, kind);
create unique index connect_resources_id on connect_resources (instance_id, kind, id);
create unique index connect_resources_name on connect_resources (instance_id, kind, name);

-- Of contacts of this server's own place; others are only pointed at. The document has all of it.
alter table contacts add column instance_id text;
alter table contacts add column initiated_at integer;
alter table contacts add column previous_id text;
alter table contacts add column ended_at integer;
alter table contacts add column expires_at integer;
alter table contacts add column document text;
create index contacts_initiated on contacts (instance_id, initiated_at) where instance_id is not null;
create index contacts_previous on contacts (instance_id, previous_id) where previous_id is not null;
create index contacts_active on contacts (instance_id, channel, expires_at)
  where instance_id is not null and ended_at is null;
