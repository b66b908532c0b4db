-- The SLAs of a case, which each of its updates reads: not among all its comments.
create index related_items_slas on related_items (case_pk, associated_at, id) where type = 'Sla';
