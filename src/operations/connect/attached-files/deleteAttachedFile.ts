// DeleteAttachedFile: a file goes for good, with its bytes and with the related item that shows it (B-1032). So does
// one that lies elsewhere, of which there is only the item.
import { removeItem } from '../../../domain/related-items/changes.ts'
import { type Change, query } from '../../../storage/contract.ts'
import { writeAccount } from '../../operation.ts'
import { journalContext } from '../../related-items/related-item.ts'
import { retryToken } from '../../related-items/retry.ts'
import { fileArnIn, fileChecks, fileOf, filePlan, placeOf, storedFile } from './file-call.ts'

export const deleteAttachedFile = writeAccount('DeleteAttachedFile', {
  checks: (call) => fileChecks('connect:DeleteAttachedFile', call),
  load: (call) => {
    const plan = filePlan(call)
    if (!('case' in plan)) return plan
    const reference = fileArnIn(call, call.input.FileId)
    const of = { ...plan.case.takes, type: 'File', reference } as const
    return { ...plan, item: query('relatedItemByReference', of) }
  },
  stored: storedFile,
  decide: (call, rows) => {
    const file = fileOf(call, rows)
    const row = placeOf(call, rows)
    const domain = call.configs.domain(row.scope)
    const item = 'item' in rows ? rows.item : undefined
    const removed: readonly Change[] =
      item === undefined || domain === undefined
        ? []
        : [
            ...removeItem(journalContext(call, {}), { domain, case: row }, item),
            ...retryToken(item, call.now),
          ]
    return { output: {}, changes: [...removed, { change: 'file.delete', row: file }] }
  },
})
