// SearchRelatedItems: the items of one case that match any of the filters, newest association first.
import { ApiError, notFound } from '../../errors.ts'
import type { Input } from '../../model/index.ts'
import { query } from '../../storage/contract.ts'
import { attempt } from '../attempt.ts'
import { type DomainCall, read } from '../operation.ts'
import { itemsPageOf, itemsQuery } from './item-page.ts'
import { attributesOfCase } from './related-item.ts'

const name = 'SearchRelatedItems'

export const searchRelatedItems = read(name, {
  checks: ({ input, arns }, domain) => {
    const action = 'cases:SearchRelatedItems'
    return [
      { action, resource: arns.case(input.caseId), stored: 'case' },
      { action, resource: arns.domain, tags: domain?.tags },
    ]
  },
  load: (call) => {
    const { domain, input } = call
    const rows = { case: query('caseById', { scope: domain.scope, caseId: input.caseId }) }
    const items = questionOf(call)
    return items instanceof ApiError ? rows : { ...rows, items }
  },
  stored: (rows) => ({ case: attributesOfCase(rows.case) }),
  answer: (call, rows) => {
    if (rows.case === undefined) throw notFound('Case', call.input.caseId)
    if ('items' in rows) return itemsPageOf(name, call, rows.items, () => ({}))
    throw questionOf(call)
  },
})

// What is wrong with the question is said only when the case is known to exist (B-463).
const questionOf = (call: DomainCall<Input<typeof name>>) => attempt(() => itemsQuery(name, call))
