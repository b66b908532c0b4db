// What searches look through, kept in the transaction of the case itself, so that a search sees every write
// answered before it: typed values, tags, and folded words. An update writes only what differs.
import type { DomainConfig } from '../../domain/domain-config.ts'
import { caseIndexEntries } from '../../domain/index-entries.ts'
import type { CaseRow } from '../../domain/rows.ts'
import { domainWords } from './predicate-sql.ts'
import { insertInto, insertRows, keyStatement, type Row } from './rows-in.ts'
import type { Session } from './session.ts'
import { type ValueChange, valueIndex } from './value-index.ts'

const values = valueIndex('case_values', { case_id: 'uuid' })

const tagColumns = { case_id: 'uuid', key: 'text', value: 'text', domain: 'integer' } as const
const insertTags = insertInto('case_tags', tagColumns)
const deleteTags = keyStatement(
  'delete_case_tags',
  'uuid',
  (is) => `delete from case_tags where case_id ${is}`,
)

const wordColumns = { case_id: 'uuid', domain: 'integer', words: 'text' } as const
// An array of words becomes a vector as it is: nothing is folded, split or dropped.
const putWords = insertRows(
  'put_case_words',
  {
    table: 'case_words',
    columns: wordColumns,
    made: { words: (words) => `array_to_tsvector(string_to_array(${words}, ' '))` },
  },
  (insert) => `${insert} on conflict (case_id) do update set words = excluded.words`,
)
const deleteWords = keyStatement(
  'delete_case_words',
  'uuid',
  (is) => `delete from case_words where case_id ${is}`,
)

export type IndexedCase = {
  readonly before?: CaseRow
  readonly after: CaseRow
  readonly domain: number
  readonly config: DomainConfig
}

/** Bring the index from what cases were to what they are. */
export const indexCases = async (
  session: Session,
  cases: readonly IndexedCase[],
): Promise<void> => {
  if (cases.length === 0) return
  const changes: ValueChange<{ case_id: 'uuid' }>[] = []
  const words: Row<typeof wordColumns>[] = []
  const wordless: string[] = []
  for (const { before, after, domain, config } of cases) {
    const old = before && caseIndexEntries(config, before)
    const entries = caseIndexEntries(config, after)
    const keys = { case_id: after.id }
    changes.push({ keys, domain, before: old?.values, after: entries.values })
    if ((old?.words ?? '') === entries.words) continue
    if (entries.words === '') wordless.push(after.id)
    else words.push({ ...keys, domain, words: domainWords(domain, entries.words) })
  }
  const retagged = cases.filter(({ before, after }) => before?.tags !== after.tags)
  const known = retagged.flatMap(({ before }) => (before === undefined ? [] : [before.id]))
  await Promise.all([
    values.change(session, changes),
    deleteTags.run(session, known),
    insertTags.run(session, retagged.flatMap(tagRows)),
    deleteWords.run(session, wordless),
    putWords.run(session, words),
  ])
}

const tagRows = ({ after, domain }: IndexedCase): Row<typeof tagColumns>[] =>
  Object.entries(after.tags).map(([key, value]) => ({ case_id: after.id, key, value, domain }))
