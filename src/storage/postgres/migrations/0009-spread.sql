-- Whether the tables are spread over machines: then statements have the form that names one key each.
alter table config_version add column spread boolean not null default false;
