// What outlives the reset of a store: access keys; who follows the outgoing events, and the positions that these have
// come to, so that nobody misses one that comes; and which bytes of files are to be removed by and by.
import type { DatabaseSync } from 'node:sqlite'

/** Copy it into another database of the same version. */
export const handOver = (db: DatabaseSync, target: string): void => {
  db.exec(`attach '${target.replaceAll("'", "''")}' as fresh`)
  db.exec(`
    begin;
    insert into fresh.access_keys select * from main.access_keys;
    insert into fresh.consumers select * from main.consumers;
    insert into fresh.abandoned_files (file_id, blob)
      select file_id, blob from main.abandoned_files union all
      select file_id, blob from main.files where file_id is not null;
    insert into fresh.sqlite_sequence
      select name, seq from main.sqlite_sequence where name = 'outbox';
    commit;
    detach fresh`)
}
