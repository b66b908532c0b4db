-- SLAs that are open, as cases have them: what `next_sla_breach_datetime` is searched by.
create index cases_unmet on cases (domain_pk, unmet_slas) where unmet_slas <> '[]';
