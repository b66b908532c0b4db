// The table of all queries, and plans put together: what several plans ask of the same kind is one statement. A
// missing query does not compile.
import type { Plan, Queries, Query, QueryName } from '../contract.ts'
import { accessKeys, tokenByKey } from './account.ts'
import { caseById, casesByIds, casesForContact, casesLinkingTo } from './cases.ts'
import {
  connectInstance,
  connectInstances,
  connectResource,
  connectResourceByName,
  connectResourceCount,
  connectResources,
} from './connect.ts'
import { activeContacts, contactByArn, contactsAfter, searchContacts } from './contacts.ts'
import { allContacts, allFiles, allRuleFirings, allTokens } from './copying.ts'
import { dueSlas, nextSlaTarget } from './deadlines.ts'
import {
  abandonedFiles,
  attachedFilesConfigurations,
  attachmentCount,
  expiredFiles,
  fileByArn,
  fileByBlob,
  fileById,
  filesByArns,
  unscannedFiles,
} from './files.ts'
import { auditEvents } from './journal.ts'
import type { Lookup, Reading } from './lookup.ts'
import { consumers, outgoing, undelivered, undeliveredCounts } from './outgoing.ts'
import { freeReferenceNumber } from './reference-numbers.ts'
import { relatedItems } from './related-item-search.ts'
import {
  itemMadeBy,
  linksToCase,
  relatedItemById,
  relatedItemByReference,
  slasOfCase,
} from './related-items.ts'
import { ruleFiring, ruleFirings, timedMarks } from './rule-firings.ts'
import { searchCases } from './search.ts'
import { unlinkings } from './unlinkings.ts'

type Answers = { readonly [K in QueryName]: Lookup<Queries[K]['takes'], Queries[K]['gives']> }

/** A question that is asked one by one. */
const each = <Takes, Gives>(
  answer: (reading: Reading, takes: Takes) => Promise<Gives>,
): Lookup<Takes, Gives> => ({
  all: (reading, takes) => Promise.all(takes.map((one) => answer(reading, one))),
})

/** An item that is removed may still have its answer kept. */
const madeOrKept: Lookup<Queries['itemMadeBy']['takes'], Queries['itemMadeBy']['gives']> = {
  all: async (reading, takes) => {
    const keys = takes.map(({ invocation, nowMs }) => ({ key: invocation, nowMs }))
    const [made, kept] = await Promise.all([
      itemMadeBy.all(reading, takes),
      tokenByKey.all(reading, keys),
    ])
    return made.map((id, index) => id ?? kept[index]?.answer)
  },
}

const answers: Answers = {
  abandonedFiles: each(abandonedFiles),
  accessKeys: each(({ session }) => accessKeys(session)),
  activeContacts,
  allContacts: each(allContacts),
  allFiles: each(allFiles),
  allRuleFirings: each(allRuleFirings),
  allTokens: each(allTokens),
  attachedFilesConfigurations: each(attachedFilesConfigurations),
  attachmentCount,
  auditEvents: each(auditEvents),
  caseById,
  casesByIds: each(casesByIds),
  casesForContact: each(casesForContact),
  casesLinkingTo: each(casesLinkingTo),
  connectInstance,
  connectInstances: each(connectInstances),
  connectResource,
  connectResourceByName,
  connectResourceCount: each(connectResourceCount),
  connectResources: each(connectResources),
  consumers: each(consumers),
  contactByArn,
  contactsAfter,
  dueSlas: each(dueSlas),
  expiredFiles: each(expiredFiles),
  fileByArn,
  fileByBlob,
  fileById,
  filesByArns: each(filesByArns),
  freeReferenceNumber,
  itemMadeBy: madeOrKept,
  linksToCase: each(linksToCase),
  nextSlaTarget: each(nextSlaTarget),
  outgoing: each(outgoing),
  relatedItemById,
  relatedItemByReference,
  relatedItems: each(relatedItems),
  ruleFiring,
  ruleFirings: each(ruleFirings),
  searchCases: each(searchCases),
  searchContacts: each(searchContacts),
  slasOfCase,
  timedMarks: each(timedMarks),
  tokenByKey,
  undelivered: each(undelivered),
  undeliveredCounts: each(undeliveredCounts),
  unscannedFiles: each(unscannedFiles),
  unlinkings: each(({ session }, takes) => unlinkings(session, takes)),
}

type Asked = { readonly plan: number; readonly name: string; readonly query: Query }

/** The rows of each plan, in their order. All is sent before any of it is awaited. */
export const runPlans = async (
  reading: Reading,
  plans: readonly Plan[],
): Promise<Record<string, unknown>[]> => {
  const asked = plans.flatMap((plan, index) =>
    Object.entries(plan).map(([name, query]): Asked => ({ plan: index, name, query })),
  )
  const rows = plans.map((): Record<string, unknown> => ({}))
  const kinds = Map.groupBy(asked, ({ query }) => query.query)
  await Promise.all(
    [...kinds].map(async ([kind, all]) => {
      // Pairs a query's name with its takes, which the type of `Query` has already done.
      const takes = all.map(({ query }) => query.takes) as never[]
      const gives = await answers[kind].all(reading, takes)
      for (const [index, { plan, name }] of all.entries()) {
        const of = rows[plan]
        if (of !== undefined) of[name] = gives[index]
      }
    }),
  )
  return rows
}
