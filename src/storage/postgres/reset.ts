// Forgets everything but access keys and who follows the outgoing events: tables are emptied as a whole, however
// much they hold. Domains are marked as deleted, so that every other server learns of it with the next version.
import { isTransient } from './failures.ts'
import { beginAlone } from './locks.ts'
import type { Session } from './session.ts'

/** Reads that are under way may be in the way of a table, and it in theirs: then it begins again. */
export const reset = async (session: Session): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await attempt(session)
      return
    } catch (error) {
      if (!isTransient(error) || tries === triesMax) throw error
    }
  }
}

const triesMax = 10

const attempt = async (session: Session): Promise<void> => {
  await session.rows(beginAlone)
  try {
    await session.rows({ text: forget })
    await session.rows({ text: 'commit' })
  } catch (error) {
    await session.rows({ text: 'rollback' }).catch(() => {})
    throw error
  }
}

const emptied = [
  'attached_files_configurations',
  'audit_events',
  'case_tags',
  'case_values',
  'case_words',
  'cases',
  'config_resources',
  'connect_instances',
  'connect_resources',
  'contacts',
  'files',
  'outbox',
  'purges',
  'reference_numbers',
  'related_item_values',
  'related_items',
  'rule_firings',
  'search_changes',
  'timed_marks',
  'tokens',
  'undelivered',
  'unlinkings',
].join(', ')

const forget = `
  update config_version set version = version + 1;
  insert into abandoned_files (file_id, blob)
    select f.file_id, f.blob from files as f where f.file_id is not null;
  truncate ${emptied};
  update domains set deleted = true, version = (select version from config_version)
    where not deleted`
