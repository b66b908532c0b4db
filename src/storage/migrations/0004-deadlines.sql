-- When the history of a case told that an SLA was overdue. What has not been told yet is in an index of its own, by
-- target time over all domains: the next deadline is its first entry. Keys that expire are found the same way.
alter table related_items add column sla_breached_at integer;
create index related_items_deadlines on related_items (sla_target_at)
  where sla_target_at is not null and sla_completed_at is null and sla_breached_at is null;

create index access_keys_expires on access_keys (expires_at) where expires_at is not null;
