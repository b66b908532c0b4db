// SearchAllRelatedItems: the items of all cases of a domain that match any of the filters, in the order asked
// for, else newest association first.
import { read } from '../operation.ts'
import { itemsPageOf, itemsQuery } from './item-page.ts'

const name = 'SearchAllRelatedItems'

export const searchAllRelatedItems = read(name, {
  checks: ({ arns }, domain) => [
    { action: 'cases:SearchAllRelatedItems', resource: arns.domain, tags: domain?.tags },
  ],
  load: (call) => ({ items: itemsQuery(name, call) }),
  answer: (call, { items }) => itemsPageOf(name, call, items, ({ caseId }) => ({ caseId })),
})
