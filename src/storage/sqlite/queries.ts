// The table of all queries, on one connection: the writer's own, the reader's on the main thread, a search
// worker's. A missing query does not compile.
import type { Plan, Queries, QueryName, Rows } from '../contract.ts'
import { accountQueries } from './account.ts'
import { caseQueries } from './cases.ts'
import { connectQueries } from './connect.ts'
import type { Connection } from './connection.ts'
import { contactQueries } from './contacts.ts'
import { copyQueries } from './copying.ts'
import { deadlineQueries } from './deadlines.ts'
import { fileQueries } from './files.ts'
import { auditEvents } from './journal.ts'
import { outgoingQueries } from './outgoing.ts'
import { relatedItemSearch } from './related-item-search.ts'
import { relatedItemQueries } from './related-items.ts'
import { ruleFiringQueries } from './rule-firings.ts'
import { unlinkings } from './unlinkings.ts'

export type Answers = {
  readonly [K in QueryName]: (takes: Queries[K]['takes']) => Queries[K]['gives']
}

export const answersOn = (
  connection: Connection,
  searchCases: Answers['searchCases'],
): Answers => ({
  ...accountQueries(connection),
  ...caseQueries(connection),
  ...connectQueries(connection),
  ...fileQueries(connection),
  ...contactQueries(connection),
  ...relatedItemQueries(connection),
  ...outgoingQueries(connection),
  ...ruleFiringQueries(connection),
  ...copyQueries(connection),
  ...deadlineQueries(connection),
  auditEvents: auditEvents(connection),
  relatedItems: relatedItemSearch(connection),
  searchCases,
  unlinkings: unlinkings(connection),
})

/** So many are read on the main thread in a few milliseconds. */
const resourcesMax = 1000

/** Whether a plan may scan, and so belongs on a worker thread. */
export const mayScan = (plan: Plan): boolean =>
  Object.values(plan).some(
    ({ query, takes }) =>
      query === 'searchCases' ||
      query === 'casesForContact' ||
      query === 'searchContacts' ||
      (query === 'connectResources' && takes.limit > resourcesMax) ||
      (query === 'relatedItems' && takes.caseId === undefined),
  )

/** Answer all queries of a plan, in its order. */
export const runPlan = <P extends Plan>(answers: Answers, plan: P): Rows<P> => {
  const rows: Record<string, unknown> = {}
  for (const name of Object.keys(plan)) {
    const asked = plan[name]
    // Pairs a query's name with its takes, which the type of `Plan` has already done.
    if (asked !== undefined) rows[name] = answers[asked.query](asked.takes as never)
  }
  return rows as Rows<P>
}
