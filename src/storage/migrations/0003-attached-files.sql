-- Files that are uploaded here. One that lies elsewhere, and is only told of, has none of the new columns.

alter table files add column file_id text;
alter table files add column status text;
alter table files add column blob text;
alter table files add column expires_at integer;
alter table files add column document text;
create unique index files_id on files (file_id) where file_id is not null;
create index files_blob on files (blob) where blob is not null;
create index files_expire on files (expires_at) where expires_at is not null;
create index files_unscanned on files (pk) where status = 'PROCESSING' and blob is not null;

-- Bytes to be removed. Whoever deletes or changes a row need not think of them.
create table abandoned_files (
  pk integer primary key autoincrement,
  file_id text not null,
  blob text
) strict;
create trigger files_deleted after delete on files when old.file_id is not null begin
  insert into abandoned_files (file_id, blob) values (old.file_id, old.blob);
end;
create trigger files_uploaded after update of status, blob on files
  when old.status = 'PROCESSING' and old.blob is null
    and (new.status <> 'PROCESSING' or new.blob is not null) begin
  insert into abandoned_files (file_id) values (old.file_id);
end;
create trigger files_let_go after update of blob on files
  when old.blob is not null and new.blob is not old.blob begin
  insert into abandoned_files (file_id, blob) values (old.file_id, old.blob);
end;

create table attached_files_configurations (
  pk integer primary key,
  instance_id text not null,
  scope text not null,
  document text not null
) strict;
create unique index attached_files_configurations_scope
  on attached_files_configurations (instance_id, scope);
