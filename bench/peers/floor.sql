-- The rows of a comment, as OpenCases stores them: the item, the audit event, the outgoing event, the case's counters.
create table cases (
  pk bigint primary key, sequence bigint not null, mac bytea not null, related_item_count bigint not null,
  field_values text not null
);
create table related_items (
  pk bigserial primary key, case_pk bigint not null, id uuid not null, type text not null,
  associated_at bigint not null, document text not null
);
create unique index on related_items (case_pk, id);
create table audit_events (
  case_pk bigint not null, sequence bigint not null, at bigint not null, mac bytea not null, bytes text not null,
  primary key (case_pk, sequence)
);
create table outbox (
  pk bigserial primary key, at bigint not null, case_id bigint not null, sequence bigint not null, event text not null
);
insert into cases select n, 0, decode(repeat('00', 32), 'hex'), 0, repeat('x', 950) from generate_series(1, 10000) as n;
vacuum analyze;
