// What CreateRelatedItem asks of Amazon Connect elsewhere (B-980, B-981): the contact and the user that it names, if
// the case is there and nobody has made the item before.
import type { Elsewhere } from '../../domain/connect/elsewhere.ts'
import type { InstanceRow } from '../../domain/connect/rows.ts'
import { targetOf } from '../../domain/related-items/index.ts'
import type { CaseRow, ContactRow, RelatedItemRow } from '../../domain/rows.ts'
import type { Input } from '../../model/index.ts'
import { askElsewhere, asksElsewhere, type Told } from '../elsewhere.ts'
import { madeBefore } from './retry.ts'

type CreateCall = {
  readonly elsewhere?: Elsewhere
  readonly input: Input<'CreateRelatedItem'>
}

type Found = {
  readonly case: CaseRow | undefined
  readonly existing?: RelatedItemRow | undefined
  readonly made?: string | undefined
  readonly contact?: ContactRow | undefined
  readonly performerInstance?: InstanceRow | undefined
}

export const itemElsewhere = {
  prepares: (call: CreateCall): boolean => asksElsewhere(call, contactIn(call)),
  prepare: async (call: CreateCall, rows: Found): Promise<Told> =>
    rows.case === undefined || madeBefore(rows) !== undefined || rows.existing !== undefined
      ? {}
      : askElsewhere(call, rows, contactIn(call)),
}

const contactIn = ({ input: { type, content } }: CreateCall): string | undefined => {
  const target = targetOf(type, content)
  return target?.kind === 'contact' ? target.reference : undefined
}
