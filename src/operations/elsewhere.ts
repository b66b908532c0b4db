// What an operation asks of Amazon Connect elsewhere (B-980): the contact that it points at and the user that it is
// performed by, if this server knows neither. Without the setting there is nobody to ask, and this costs nothing.
import type { Elsewhere } from '../domain/connect/elsewhere.ts'
import type { InstanceRow } from '../domain/connect/rows.ts'
import type { CaseRow, ContactRow } from '../domain/rows.ts'
import type { UserUnion } from '../model/common.ts'
import type { Prepared } from './operation.ts'
import { userArnOf } from './performer.ts'

type AskingCall = {
  readonly elsewhere?: Elsewhere
  readonly input: { readonly performedBy?: UserUnion }
}

/** What was told, as far as it was asked. */
export type Told = Prepared & {
  readonly contact?: ContactRow
  readonly performer?: 'known' | 'unknown'
}

type Found = {
  readonly case?: CaseRow | undefined
  readonly contact?: ContactRow | undefined
  readonly performerInstance?: InstanceRow | undefined
}

/** Whether a call names anything that could be known there. */
export const asksElsewhere = (
  { elsewhere, input }: AskingCall,
  contactArn: string | undefined,
): boolean =>
  elsewhere !== undefined &&
  [contactArn, userArnOf(input.performedBy)].some(
    (arn) => arn !== undefined && elsewhere.covers(arn),
  )

/** Ask what the rows do not tell. */
export const askElsewhere = async (
  { elsewhere, input }: AskingCall,
  rows: Found,
  contactArn: string | undefined,
): Promise<Told> => {
  if (elsewhere === undefined) return {}
  const userArn = rows.performerInstance === undefined ? userArnOf(input.performedBy) : undefined
  const wanted = rows.contact === undefined ? contactArn : undefined
  const [contact, isUser] = await Promise.all([
    wanted !== undefined && elsewhere.covers(wanted) ? elsewhere.contact(wanted) : undefined,
    userArn !== undefined && elsewhere.covers(userArn) ? elsewhere.user(userArn) : undefined,
  ])
  return {
    ...(contact === undefined ? {} : { contact }),
    ...(isUser === undefined ? {} : { performer: isUser ? 'known' : 'unknown' }),
  }
}

/** For operations that ask about nobody but the user that they are performed by. */
export const performedElsewhere = {
  prepares: (call: AskingCall): boolean => asksElsewhere(call, undefined),
  prepare: (call: AskingCall, rows: Found): Promise<Told> => askElsewhere(call, rows, undefined),
}
