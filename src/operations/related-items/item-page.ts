// What both searches of related items share: the question as the store takes it, and a page of its answers.
import { toDate } from '../../clock.ts'
import { matchOf, presentContent } from '../../domain/related-items/index.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import type {
  RelatedItemTypeFilter,
  SearchAllRelatedItemsSort,
  SearchRelatedItemsResponseItem,
} from '../../model/related-items.ts'
import { type Page, query } from '../../storage/contract.ts'
import type { DomainCall } from '../operation.ts'
import type { PageQuestion } from '../page-token.ts'

/** [ours] The largest page that the model allows. */
const itemsPage = 25

type Input = {
  readonly caseId?: string
  readonly filters?: readonly RelatedItemTypeFilter[]
  readonly sorts?: readonly SearchAllRelatedItemsSort[]
  readonly maxResults?: number
  readonly nextToken?: string
}
type SearchCall = DomainCall<Input>

/** Throws what is wrong with the filters and the token. */
export const itemsQuery = (operation: string, call: SearchCall) => {
  const { domain, input, now, pageTokens } = call
  const after = pageTokens.open(questionOf(operation, call), input.nextToken)
  return query('relatedItems', {
    scope: domain.scope,
    ...(input.caseId === undefined ? {} : { caseId: input.caseId }),
    anyOf: (input.filters ?? []).map((filter) => matchOf(filter, domain)),
    sorts: sortsOf(input.sorts ?? []),
    limit: input.maxResults ?? itemsPage,
    ...(after === undefined ? {} : { after }),
    nowMs: now,
  })
}

/** One page, each item with what only one of the searches shows of it. */
export const itemsPageOf = <More extends object>(
  operation: string,
  call: SearchCall,
  page: Page<RelatedItemRow>,
  more: (item: RelatedItemRow) => More,
) => ({
  relatedItems: page.rows.map((item) => ({ ...summary(item, call.now), ...more(item) })),
  ...(page.next === undefined
    ? {}
    : { nextToken: call.pageTokens.seal(questionOf(operation, call), page.next) }),
})

const summary = (item: RelatedItemRow, now: number): SearchRelatedItemsResponseItem => ({
  relatedItemId: item.id,
  type: item.type,
  associationTime: toDate(item.associatedAt),
  content: presentContent(item, now),
  tags: item.tags,
  ...(item.performedBy === undefined ? {} : { performedBy: item.performedBy }),
})

const questionOf = (operation: string, { domain, input }: SearchCall): PageQuestion => ({
  operation,
  domainId: domain.id,
  terms: [input.caseId, input.filters ?? [], input.sorts ?? []],
})

// A property that is named again changes no order.
const sortsOf = (sorts: readonly SearchAllRelatedItemsSort[]) =>
  sorts
    .filter(
      ({ sortProperty }, at) => sorts.findIndex((s) => s.sortProperty === sortProperty) === at,
    )
    .map(({ sortProperty, sortOrder }) => ({ by: sortProperty, order: sortOrder }))
