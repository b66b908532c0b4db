-- breaking
-- What searches look through is no longer kept here but in a file of its own, which follows this list: each case that
-- came, changed or went, in the order of the commits. The nonce tells this list from that of another copy of the
-- database. Keys follow each other without gap.
create table search_changes (
  pk integer primary key autoincrement,
  domain_pk integer not null,
  case_pk integer not null,
  nonce integer not null
) strict;
insert into search_changes (domain_pk, case_pk, nonce)
  select domain_pk, pk, abs(random() % 4294967296) from cases order by pk;

drop trigger cases_counted;
drop trigger cases_uncounted;
drop table case_counts;
drop table case_words;
drop table case_tags;
drop table case_values;
drop index cases_updated;
create index cases_domain on cases (domain_pk);

-- SLAs of each status in order of time; which of the open ones are overdue follows the clock.
create index related_items_completion on related_items (
  domain_pk, type,
  (case when sla_completed_at is null then 'open' when sla_completed_at <= sla_target_at then 'met' else 'late' end),
  associated_at, id
) where sla_target_at is not null;
