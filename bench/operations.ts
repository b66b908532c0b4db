// The requests of the operations that are measured, signed and ready to send.
import type { Bench } from './bench-server.ts'
import { signedRequest } from './request.ts'

type Where = Omit<Bench, 'caseIds' | 'server'>

const words = 'refund order late parcel broken screen invoice account login delivery'.split(' ')

/** Requests by operation; each operation's are sent in turn. */
export const operations = (bench: Bench) => ({
  GetCase: getCases(bench, bench.caseIds),
  CreateRelatedItem: createComments(bench, bench.caseIds),
  UpdateCase: updateCases(bench, bench.caseIds),
  CreateCase: createCases(bench),
  SearchCases: searchCases(bench),
})

/** Ten reads, four comments, three updates, two new cases and a search, over and over. */
export const mixOf = (all: ReturnType<typeof operations>): Buffer[] => {
  const reads = Array.from({ length: 10 }, () => all.GetCase)
  const writes = [all.CreateRelatedItem, all.UpdateCase, all.CreateRelatedItem, all.CreateCase]
  const others = [...writes, all.UpdateCase, ...writes, all.SearchCases]
  const turns = reads.flatMap((read, at) => [read, others[at] ?? read])
  return Array.from({ length: 400 * turns.length }, (_, at) => {
    const requests = turns[at % turns.length] ?? all.GetCase
    return requests[Math.floor(at / 2) % requests.length] as Buffer
  })
}

const sentence = (i: number, length: number): string =>
  Array.from({ length }, (_, k) => words[(i * 7 + k * 3 + ((i >> k) & 3)) % words.length]).join(' ')

export const createCases = (bench: Where): Buffer[] =>
  Array.from({ length: 4000 }, (_, i) => {
    const [text, other, number, select, boolean, date] = bench.fieldIds
    const day = String(1 + (i % 28)).padStart(2, '0')
    const fields = [
      { id: 'title', value: { stringValue: `${sentence(i, 5)} ${i}` } },
      { id: 'summary', value: { stringValue: sentence(i + 1, 15) } },
      { id: text, value: { stringValue: sentence(i + 2, 4) } },
      { id: other, value: { stringValue: `customer ${i % 997}` } },
      { id: number, value: { doubleValue: (i * 37) % 10_000 } },
      { id: select, value: { stringValue: `option_${i % 20}` } },
      { id: boolean, value: { booleanValue: i % 3 === 0 } },
      { id: date, value: { stringValue: `2026-01-${day}T10:00:00Z` } },
    ]
    const body = { templateId: bench.templateId, fields }
    return signedRequest(bench.target, 'POST', `/domains/${bench.domainId}/cases`, body)
  })

const createComments = (bench: Where, caseIds: readonly string[]): Buffer[] =>
  caseIds.map((caseId, i) =>
    signedRequest(
      bench.target,
      'POST',
      `/domains/${bench.domainId}/cases/${caseId}/related-items/`,
      {
        type: 'Comment',
        content: {
          comment: { body: `Called back. ${sentence(i, 20)}`, contentType: 'Text/Plain' },
        },
      },
    ),
  )

const getCases = (bench: Where, caseIds: readonly string[]): Buffer[] => {
  const ids = ['title', 'status', 'reference_number', 'created_datetime', ...bench.fieldIds]
  const fields = ids.map((id) => ({ id }))
  return caseIds.map((caseId) =>
    signedRequest(bench.target, 'POST', `/domains/${bench.domainId}/cases/${caseId}`, { fields }),
  )
}

const updateCases = (bench: Where, caseIds: readonly string[]): Buffer[] =>
  caseIds.flatMap((caseId, i) =>
    [1, 2].map((round) => {
      const value = { stringValue: `${sentence(i + round, 5)} ${round}` }
      const body = { fields: [{ id: 'title', value }] }
      const path = `/domains/${bench.domainId}/cases/${caseId}`
      return signedRequest(bench.target, 'PUT', path, body)
    }),
  )

const searchCases = (bench: Where): Buffer[] => {
  const ids = ['title', 'status', 'reference_number', 'created_datetime', ...bench.fieldIds]
  const fields = ids.map((id) => ({ id }))
  return Array.from({ length: 20 }, (_, i) => {
    const value = { stringValue: `option_${i}` }
    const filter = { field: { equalTo: { id: bench.fieldIds[3], value } } }
    const path = `/domains/${bench.domainId}/cases-search`
    return signedRequest(bench.target, 'POST', path, { filter, fields, maxResults: 25 })
  })
}
