-- The whole store, laid out so that it can be spread over machines: everything about a case has the case's id in
-- its key, what is unique in a domain and not in a case has a table of its own, and configuration is small. Times
-- are milliseconds since the epoch; documents are JSON as text, never looked into by SQL. Text that is compared
-- or sorted has the collation "C": folding and splitting happen in the program, never here.

-- One row: grows with every change of configuration, in the transaction that makes the change.
create table config_version (
  one boolean primary key default true check (one),
  version bigint not null,
  domains_made integer not null
);
insert into config_version (version, domains_made) values (0, 0);

create table domains (
  pk integer primary key,
  id uuid not null unique,
  name text collate "C" not null,
  deleted boolean not null,
  version bigint not null,
  document text not null
);
create unique index domains_living_name on domains (name) where not deleted;

-- Fields, layouts, templates, case rules and rules on cases. Order of creation is order of position. A rule on cases
-- that is gone leaves its row without a document, so that every server hears of it.
create table config_resources (
  domain integer not null,
  kind text collate "C" not null,
  id text collate "C" not null,
  name text collate "C" not null,
  deleted boolean not null,
  version bigint not null,
  position bigint generated always as identity,
  document text not null,
  primary key (domain, kind, id)
);
create unique index config_resources_living_name on config_resources (domain, kind, name)
  where not deleted and kind <> 'rules';
create index config_resources_version on config_resources (version);

-- A related item changes the head of its case, which no index covers: room in the page makes that cheap.
create table cases (
  case_id uuid primary key,
  domain integer not null,
  template_id text not null,
  created_at bigint not null,
  updated_at bigint not null,
  sequence bigint not null,
  mac bytea not null,
  related_item_count integer not null,
  file_count integer not null,
  sla_count integer not null,
  unmet_slas text not null,
  tags text not null,
  field_values text not null
) with (fillfactor = 80);
create index cases_updated on cases (domain, updated_at desc, case_id);

create table reference_numbers (
  domain integer not null,
  number text collate "C" not null,
  case_id uuid not null,
  primary key (domain, number)
);

-- One row for each value of a case, for filters and sorting. Number holds numbers, instants in milliseconds and
-- booleans as 0 or 1. Of folded text, folded holds the beginning, which sorts go by, and folded_rest what is
-- longer; text is the exact text where it differs from its folded form.
create table case_values (
  case_id uuid not null,
  field_id text collate "C" not null,
  domain integer not null,
  number double precision,
  folded text collate "C",
  folded_rest text collate "C",
  text text collate "C",
  primary key (case_id, field_id)
);
create index case_values_text on case_values (domain, field_id, folded, case_id)
  where folded is not null;
create index case_values_number on case_values (domain, field_id, number, case_id)
  where number is not null;

create table case_tags (
  case_id uuid not null,
  key text collate "C" not null,
  value text collate "C" not null,
  domain integer not null,
  primary key (case_id, key)
);
create index case_tags_key on case_tags (domain, key, value, case_id);
create index case_tags_value on case_tags (domain, value, case_id);

-- Folded words of all values of a case, encoded as ASCII, each behind the number of its domain.
create table case_words (
  case_id uuid primary key,
  domain integer not null,
  words tsvector not null
);
create index case_words_words on case_words using gin (words);

create table related_items (
  case_id uuid not null,
  id uuid not null,
  domain integer not null,
  type text collate "C" not null,
  reference text collate "C",
  channel text collate "C",
  sla_name text collate "C",
  sla_target_at bigint,
  sla_completed_at bigint,
  associated_at bigint not null,
  invocation text collate "C",
  document text not null,
  primary key (case_id, id)
);
create unique index related_items_of_case on related_items (case_id, type, reference)
  where reference is not null;
create index related_items_newest on related_items (case_id, associated_at) include (invocation);
create index related_items_reference on related_items (domain, reference)
  where reference is not null;
create index related_items_type on related_items (domain, type, associated_at, id);
create index related_items_due on related_items (domain, sla_target_at, case_id)
  where sla_target_at is not null and sla_completed_at is null;

-- Like case_values, for the fields of Custom items.
create table related_item_values (
  case_id uuid not null,
  item_id uuid not null,
  field_id text collate "C" not null,
  domain integer not null,
  number double precision,
  folded text collate "C",
  folded_rest text collate "C",
  text text collate "C",
  primary key (case_id, item_id, field_id)
);
create index related_item_values_text
  on related_item_values (domain, field_id, folded, case_id, item_id) where folded is not null;
create index related_item_values_number
  on related_item_values (domain, field_id, number, case_id, item_id) where number is not null;

-- Deleted cases that others still link to: their links are hidden, and go by and by.
create table unlinkings (
  case_id uuid primary key,
  position bigint generated always as identity,
  domain integer not null,
  actor text not null
);

-- Fired rules whose actions are not all done; and which value of its field a rule that time fires has seen last in a
-- case.
create table rule_firings (
  case_id text collate "C" not null,
  id text collate "C" not null,
  position bigint generated always as identity,
  domain integer not null,
  not_before bigint not null,
  document text not null,
  primary key (case_id, id)
);
create index rule_firings_id on rule_firings (id);
create index rule_firings_case on rule_firings (case_id, position);
create index rule_firings_domain on rule_firings (domain);

create table timed_marks (
  case_id text collate "C" not null,
  rule_id text collate "C" not null,
  domain integer not null,
  value_ms bigint not null,
  primary key (case_id, rule_id)
);
create index timed_marks_domain on timed_marks (domain);

create table audit_events (
  case_id uuid not null,
  sequence bigint not null,
  at bigint not null,
  mac bytea not null,
  bytes bytea not null,
  primary key (case_id, sequence)
);

-- Cases that are gone and whose history is still to be purged.
create table purges (
  case_id uuid primary key
);

-- One row: the last position that was given to an outgoing event.
create table outbox_position (
  one boolean primary key default true check (one),
  latest bigint not null
);
insert into outbox_position (latest) values (0);

create table outbox (
  case_id uuid not null,
  position bigint not null,
  domain integer not null,
  at bigint not null,
  sequence bigint not null,
  event text not null,
  primary key (case_id, position)
);
create index outbox_positions on outbox (position);

-- Who follows the outbox, and how far each has come.
create table consumers (
  name text collate "C" primary key,
  position bigint not null,
  epoch bigint not null,
  active boolean not null,
  keep_ms bigint not null
);

-- Events that a consumer could not do and that others have overtaken. Each is a copy, as the outbox goes on.
create table undelivered (
  consumer text collate "C" not null,
  position bigint not null,
  case_id text not null,
  at bigint not null,
  event text not null,
  tries integer not null,
  failed_at bigint not null,
  due_at bigint not null,
  dead_at bigint,
  reason text not null,
  primary key (consumer, position)
);
create index undelivered_waiting on undelivered (consumer, position) where dead_at is null;
create index undelivered_dead on undelivered (consumer, position) where dead_at is not null;
create index undelivered_at on undelivered (consumer, at);

create table tokens (
  key text collate "C" primary key,
  request_hash text collate "C",
  expires_at bigint not null,
  answer text not null
);
create index tokens_expires on tokens (expires_at);

-- Contacts of this server's own place have details, others are only pointed at.
create table contacts (
  arn text collate "C" primary key,
  position bigint generated always as identity,
  channel text collate "C" not null,
  connected_at bigint not null,
  instance_id text collate "C",
  initiated_at bigint,
  previous_id text collate "C",
  ended_at bigint,
  expires_at bigint,
  details text
);
create index contacts_position on contacts (position);
create index contacts_initiated on contacts (instance_id, initiated_at)
  where instance_id is not null;
create index contacts_previous on contacts (instance_id, previous_id) where previous_id is not null;
create index contacts_active on contacts (instance_id, channel, expires_at)
  where instance_id is not null and ended_at is null;

-- Name is what no two of a kind in an instance have in common; it is folded, the document has it as given.
create table connect_resources (
  instance_id text collate "C" not null,
  kind text collate "C" not null,
  id text collate "C" not null,
  name text collate "C" not null,
  position bigint generated always as identity,
  document text not null,
  primary key (instance_id, kind, id)
);
create unique index connect_resources_name on connect_resources (instance_id, kind, name);
create index connect_resources_kind on connect_resources (instance_id, kind, position);

create table connect_instances (
  id text collate "C" primary key,
  position bigint generated always as identity,
  document text not null
);

-- One that lies elsewhere, and is only told of, has no file_id, status, blob and expiry.
create table files (
  arn text collate "C" primary key,
  domain integer not null,
  case_id uuid not null,
  file_id text collate "C",
  status text collate "C",
  blob text collate "C",
  expires_at bigint,
  position bigint generated always as identity,
  document text not null
);
create index files_case on files (case_id);
create index files_domain on files (domain);
create index files_id on files (file_id) where file_id is not null;
create index files_blob on files (blob) where blob is not null;
create index files_expire on files (expires_at) where expires_at is not null;
create index files_unscanned on files (position) where status = 'PROCESSING' and blob is not null;

-- Bytes to be removed.
create table abandoned_files (
  key bigint generated always as identity primary key,
  file_id text collate "C" not null,
  blob text collate "C"
);

create table attached_files_configurations (
  instance_id text collate "C" not null,
  scope text collate "C" not null,
  document text not null,
  primary key (instance_id, scope)
);

create table access_keys (
  id text collate "C" primary key,
  position bigint generated always as identity,
  name text not null,
  principal_arn text not null,
  sealed_secret bytea not null,
  session_token_hash text,
  policy text,
  created_at bigint not null,
  expires_at bigint
);

-- Which server does the rounds of a job, and until when. The database's own clock decides.
create table leases (
  name text collate "C" primary key,
  holder text not null,
  expires_at timestamptz not null
);
