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

-- A contact that took place elsewhere, and is only told of, has no document.
alter table contacts add column instance_id text;
alter table contacts add column initiated_at integer;
alter table contacts add column document text;
create index contacts_of_instance on contacts (instance_id, initiated_at, pk)
  where instance_id is not null;
