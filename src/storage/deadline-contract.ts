// What is asked of a store about SLAs by their target time, over all domains. Part of `contract.ts`.
import type { CaseRow, RelatedItemRow } from '../domain/rows.ts'

/** An SLA whose target time has passed, and the case that it is on. */
export type DueSla = { readonly item: RelatedItemRow; readonly case: CaseRow }

export type DeadlineQueries = {
  /** The earliest target time of the SLAs that are open: neither met nor told to be overdue. */
  nextSlaTarget: { takes: Record<never, never>; gives: number | undefined }
  /**
   * The open SLAs whose target time lies before `nowMs`, each with its case, the earliest first. Those of a
   * deleted domain may be among them until they are purged.
   */
  dueSlas: { takes: { nowMs: number; limit: number }; gives: readonly DueSla[] }
}
