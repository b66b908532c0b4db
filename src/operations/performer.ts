// `performedBy.userArn` names a user of Amazon Connect. Users of instances that this server knows are looked up;
// of others nobody here can say whether they exist, and the permission alone decides (B-970).
import type { ConnectResourceRow, InstanceRow } from '../domain/connect/rows.ts'
import { notFound } from '../errors.ts'
import { type Location, parseConnectArn } from '../ids.ts'
import type { UserUnion } from '../model/common.ts'
import { query } from '../storage/contract.ts'

type PerformedCall = {
  readonly location: Location
  readonly input: { readonly performedBy?: UserUnion }
}

type Found = {
  readonly performer?: ConnectResourceRow | undefined
  readonly performerInstance?: InstanceRow | undefined
}

/** The queries for the user that a request names; none where nobody here could know the user. */
export const performerPlan = ({ location, input: { performedBy } }: PerformedCall) => {
  const userArn = userArnOf(performedBy)
  const arn = userArn === undefined ? undefined : parseConnectArn(location, userArn)
  if (arn?.kind !== 'user') return {}
  const { instanceId, id } = arn
  return {
    performer: query('connectResource', { instanceId, kind: 'user', id }),
    performerInstance: query('connectInstance', { id: instanceId }),
  }
}

/** Refuse a user that the instance, here or elsewhere, would have if it existed. */
export const requirePerformer = (
  { input: { performedBy } }: PerformedCall,
  rows: Found,
  told?: { readonly performer?: 'known' | 'unknown' },
): void => {
  const userArn = userArnOf(performedBy)
  if (userArn === undefined) return
  const isMissing =
    rows.performerInstance === undefined
      ? told?.performer === 'unknown'
      : rows.performer === undefined
  if (isMissing) throw notFound('User', userArn)
}

/** The user that a request names, if it names one of Amazon Connect. */
export const userArnOf = (performedBy: UserUnion | undefined): string | undefined =>
  performedBy !== undefined && 'userArn' in performedBy ? performedBy.userArn : undefined
