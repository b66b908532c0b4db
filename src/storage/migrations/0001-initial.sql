-- The whole store. Ids are text with a unique index over an integer key (UUIDv7 keeps the index growing at its
-- end); times are milliseconds since the epoch; JSON documents are text and are never looked into by SQL.

create table domains (
  pk integer primary key autoincrement,
  id text not null,
  name text not null,
  deleted integer not null,
  document text not null
) strict;
create unique index domains_id on domains (id);
create unique index domains_living_name on domains (name) where deleted = 0;

-- Configuration. Order of creation is order of pk.
create table fields (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  id text not null,
  name text not null,
  deleted integer not null,
  document text not null
) strict;
create unique index fields_id on fields (domain_pk, id);
create unique index fields_living_name on fields (domain_pk, name) where deleted = 0;

create table layouts (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  id text not null,
  name text not null,
  deleted integer not null,
  document text not null
) strict;
create unique index layouts_id on layouts (domain_pk, id);
create unique index layouts_living_name on layouts (domain_pk, name) where deleted = 0;

create table templates (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  id text not null,
  name text not null,
  deleted integer not null,
  document text not null
) strict;
create unique index templates_id on templates (domain_pk, id);
create unique index templates_living_name on templates (domain_pk, name) where deleted = 0;

create table case_rules (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  id text not null,
  name text not null,
  deleted integer not null,
  document text not null
) strict;
create unique index case_rules_id on case_rules (domain_pk, id);
create unique index case_rules_living_name on case_rules (domain_pk, name) where deleted = 0;

-- Keys of cases are never used twice: what a deleted case leaves behind is purged later.
create table cases (
  pk integer primary key autoincrement,
  domain_pk integer not null references domains (pk),
  id text not null,
  template_id text not null,
  created_at integer not null,
  updated_at integer not null,
  sequence integer not null,
  mac blob not null,
  related_item_count integer not null,
  file_count integer not null,
  sla_count integer not null,
  unmet_slas text not null,
  reference_number text,
  tags text not null,
  field_values text not null
) strict;
create unique index cases_id on cases (id);
create unique index cases_reference_number on cases (domain_pk, reference_number)
  where reference_number is not null;
create index cases_updated on cases (domain_pk, updated_at desc, id);

-- How many cases a domain has: a search without a filter would count them all each time.
create table case_counts (
  domain_pk integer primary key,
  cases integer not null
) strict;
create trigger cases_counted after insert on cases begin
  insert into case_counts (domain_pk, cases) values (new.domain_pk, 1)
    on conflict (domain_pk) do update set cases = cases + 1;
end;
create trigger cases_uncounted after delete on cases begin
  update case_counts set cases = cases - 1 where domain_pk = old.domain_pk;
  delete from case_counts where domain_pk = old.domain_pk and cases = 0;
end;

-- One row for each value of a case, for filters and sorting. Number holds numbers, instants in milliseconds and
-- booleans as 0 or 1. Of folded text, folded holds the beginning, which sorts go by, and folded_rest what is
-- longer; text is the exact text where it differs from its folded form. The indexes cover what filters ask.
create table case_values (
  case_pk integer not null references cases (pk),
  field_id text not null,
  domain_pk integer not null,
  number real,
  folded text,
  folded_rest text,
  text text,
  primary key (case_pk, field_id)
) strict, without rowid;
create index case_values_text on case_values (domain_pk, field_id, folded, folded_rest, text, case_pk)
  where folded is not null;
create index case_values_number on case_values (domain_pk, field_id, number, case_pk)
  where number is not null;

create table case_tags (
  case_pk integer not null references cases (pk),
  key text not null,
  value text not null,
  domain_pk integer not null,
  primary key (case_pk, key)
) strict, without rowid;
create index case_tags_key on case_tags (domain_pk, key, value, case_pk);
create index case_tags_value on case_tags (domain_pk, value, case_pk);

-- Folded words of all values of a case, encoded as ASCII; rowid is the key of the case.
create virtual table case_words using fts5(
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'"
);

create table related_items (
  pk integer primary key autoincrement,
  domain_pk integer not null references domains (pk),
  case_pk integer not null references cases (pk),
  id text not null,
  type text not null,
  reference text,
  channel text,
  sla_name text,
  sla_target_at integer,
  sla_completed_at integer,
  associated_at integer not null,
  invocation text,
  document text not null
) strict;
create unique index related_items_id on related_items (id);
create unique index related_items_of_case on related_items (case_pk, type, reference)
  where reference is not null;
create index related_items_newest on related_items (case_pk, associated_at, invocation);
create index related_items_reference on related_items (domain_pk, reference)
  where reference is not null;
create index related_items_type on related_items (domain_pk, type, associated_at, id);
create index related_items_due on related_items (domain_pk, sla_target_at, case_pk)
  where sla_target_at is not null and sla_completed_at is null;

-- Deleted cases that others still link to: their links are hidden, and go by and by.
create table unlinkings (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  case_id text not null,
  actor text not null
) strict;
create unique index unlinkings_case on unlinkings (case_id);
create index unlinkings_domain on unlinkings (domain_pk);

-- Like case_values, for the fields of Custom items.
create table related_item_values (
  item_pk integer not null references related_items (pk),
  field_id text not null,
  domain_pk integer not null,
  number real,
  folded text,
  folded_rest text,
  text text,
  primary key (item_pk, field_id)
) strict, without rowid;
create index related_item_values_text
  on related_item_values (domain_pk, field_id, folded, folded_rest, text, item_pk) where folded is not null;
create index related_item_values_number
  on related_item_values (domain_pk, field_id, number, item_pk) where number is not null;

-- The history outlives its case until it is purged, so there is no foreign key. Rows are appended at the end
-- of the table: clustered by case, each event would dirty a page of its own.
create table audit_events (
  pk integer primary key,
  case_pk integer not null,
  sequence integer not null,
  at integer not null,
  mac blob not null,
  bytes blob not null
) strict;
create unique index audit_events_of_case on audit_events (case_pk, sequence);

create table outbox (
  pk integer primary key autoincrement,
  domain_pk integer not null,
  at integer not null,
  case_id text not null,
  sequence integer not null,
  event text not null
) strict;

create table tokens (
  pk integer primary key,
  key text not null,
  request_hash text,
  expires_at integer not null,
  answer text not null
) strict;
create unique index tokens_key on tokens (key);
create index tokens_expires on tokens (expires_at);

create table contacts (
  pk integer primary key,
  arn text not null,
  channel text not null,
  connected_at integer not null
) strict;
create unique index contacts_arn on contacts (arn);

create table files (
  pk integer primary key,
  arn text not null,
  domain_pk integer not null references domains (pk),
  case_id text not null,
  name text not null
) strict;
create unique index files_arn on files (arn);
create index files_domain on files (domain_pk, case_id);

create table access_keys (
  pk integer primary key,
  id text not null,
  name text not null,
  principal_arn text not null,
  sealed_secret blob not null,
  session_token_hash text,
  policy text,
  created_at integer not null,
  expires_at integer
) strict;
create unique index access_keys_id on access_keys (id);

-- Cases that are gone and whose history is still to be purged.
create table purges (
  case_pk integer primary key
) strict;
