// How many related items a case may have: all together, and of the types that AWS limits further.
import { quotaExceeded } from '../../errors.ts'
import type { RelatedItemType } from '../../model/common.ts'
import type { Quotas } from '../quotas.ts'
import type { CaseRow } from '../rows.ts'

/** Throws if one more item of this type would be too many. */
export const requireRoom = (row: CaseRow, type: RelatedItemType, quotas: Quotas): void => {
  const { relatedItems, files, slas } = row.counts
  requireLess(relatedItems, quotas.relatedItemsPerCase, 'related items')
  if (type === 'File') requireLess(files, quotas.filesPerCase, 'files')
  if (type === 'Sla') requireLess(slas, quotas.slasPerCase, 'SLAs')
}

const requireLess = (count: number, quota: number, what: string): void => {
  if (count >= quota) throw quotaExceeded(`A case can have at most ${quota} ${what}.`)
}
