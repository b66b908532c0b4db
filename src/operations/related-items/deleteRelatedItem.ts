// DeleteRelatedItem: remove an item from its case. Its history stays; a file is removed otherwise, through
// Amazon Connect's DeleteAttachedFile (B-451).
import { removeItem } from '../../domain/related-items/changes.ts'
import { notFound, validation } from '../../errors.ts'
import { query } from '../../storage/contract.ts'
import { write } from '../operation.ts'
import { itemAttributes, itemChecks, journalContext } from './related-item.ts'
import { retryToken } from './retry.ts'

export const deleteRelatedItem = write('DeleteRelatedItem', {
  checks: (call, domain) => itemChecks('cases:DeleteRelatedItem', call, domain?.tags),
  load: ({ domain: { scope }, input: { caseId, relatedItemId } }) => ({
    case: query('caseById', { scope, caseId }),
    item: query('relatedItemById', { scope, caseId, relatedItemId }),
  }),
  stored: itemAttributes,
  decide: (call, { case: row, item }) => {
    if (row === undefined) throw notFound('Case', call.input.caseId)
    if (item === undefined) throw notFound('RelatedItem', call.input.relatedItemId)
    if (item.type === 'File') throw validation('A related item of type File cannot be deleted.')
    const place = { domain: call.domain, case: row }
    const changes = removeItem(journalContext(call, {}), place, item)
    return { output: {}, changes: [...changes, ...retryToken(item, call.now)] }
  },
})
