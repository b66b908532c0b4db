-- Rules on cases: part of a domain's configuration, and what they still have to do.
create table rules (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  id text not null,
  name text not null,
  deleted integer not null,
  document text not null
) strict;
create unique index rules_id on rules (domain_pk, id);

create table rule_firings (
  pk integer primary key autoincrement,
  domain_pk integer not null references domains (pk),
  id text not null,
  case_id text not null,
  not_before integer not null,
  document text not null
) strict;
create unique index rule_firings_id on rule_firings (id);
create index rule_firings_case on rule_firings (case_id, pk);
create index rule_firings_domain on rule_firings (domain_pk);

-- Which value of its field a rule that time fires has seen last in a case, so that it fires once for each.
create table timed_marks (
  pk integer primary key,
  domain_pk integer not null references domains (pk),
  rule_id text not null,
  case_id text not null,
  value_ms integer not null
) strict;
create unique index timed_marks_case on timed_marks (case_id, rule_id);
create index timed_marks_domain on timed_marks (domain_pk);
