// UpdateRelatedItem: replace the content of a comment or a custom item. An update that changes nothing is
// answered and leaves no trace, neither an event nor a new last user (B-445).
import { toDate } from '../../clock.ts'
import { replaceItem } from '../../domain/related-items/changes.ts'
import { presentContent, updatedContent } from '../../domain/related-items/index.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import { notFound } from '../../errors.ts'
import { query } from '../../storage/contract.ts'
import { performedElsewhere, type Told } from '../elsewhere.ts'
import { write } from '../operation.ts'
import { performer } from '../performer.ts'
import { authorOf, itemAttributes, itemChecks, journalContext } from './related-item.ts'

export const updateRelatedItem = write('UpdateRelatedItem', {
  checks: (call, domain) => [
    ...itemChecks('cases:UpdateRelatedItem', call, domain?.tags),
    ...performer.checks(call.input),
  ],
  load: (call) => {
    const { scope } = call.domain
    const { caseId, relatedItemId } = call.input
    return {
      case: query('caseById', { scope, caseId }),
      item: query('relatedItemById', { scope, caseId, relatedItemId }),
      ...performer.plan(call),
    }
  },
  stored: (rows) => ({ ...itemAttributes(rows), ...performer.attributes(rows) }),
  ...performedElsewhere,
  decide: (call, rows, told: Told | undefined) => {
    const { input, domain, now, quotas } = call
    const { case: row, item: before } = rows
    if (row === undefined) throw notFound('Case', input.caseId)
    if (before === undefined) throw notFound('RelatedItem', input.relatedItemId)
    performer.requireKnown(call, rows, told)
    const content = updatedContent(before, input.content, { domain, case: row, now, quotas })
    const after = { ...before, content, lastUpdatedUser: authorOf(call, input) }
    const place = { domain, case: row }
    const changes = replaceItem(journalContext(call, input), place, { before, after })
    const item = changes.length === 0 ? before : after
    return { output: answer(call.arns.relatedItem(row.id, item.id), item, now), changes }
  },
})

const answer = (relatedItemArn: string, item: RelatedItemRow, now: number) => ({
  relatedItemId: item.id,
  relatedItemArn,
  type: item.type,
  content: presentContent(item, now),
  associationTime: toDate(item.associatedAt),
  tags: item.tags,
  ...(item.lastUpdatedUser === undefined ? {} : { lastUpdatedUser: item.lastUpdatedUser }),
  createdBy: item.createdBy,
})
