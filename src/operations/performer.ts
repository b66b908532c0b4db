// `performedBy.userArn` names a user of Amazon Connect. Users of instances that this server knows are looked up;
// of others nobody here can say whether they exist, and the permission alone decides (B-970).
import type { Check, StoredAttributes } from '../access/check.ts'
import type { ConnectResourceRow, InstanceRow } from '../domain/connect/rows.ts'
import { notFound } from '../errors.ts'
import { instanceIdIn, type Location, parseConnectArn } from '../ids.ts'
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

/** A `performedBy.userArn` needs `connect:DescribeUser` on that user. */
const checks = (input: { performedBy?: UserUnion }): readonly Check[] => {
  const resource = userArnOf(input.performedBy)
  if (resource === undefined) return []
  const keys = { 'connect:InstanceId': instanceIdIn(resource) }
  return [{ action: 'connect:DescribeUser', resource, keys, stored: 'performer' }]
}

/** Attributes for that check. Of a user of another instance nobody here knows any tags: it has none. */
const attributes = (rows: Found): Readonly<Record<string, StoredAttributes | undefined>> => {
  if (rows.performerInstance === undefined) return { performer: { tags: {} } }
  const { performer } = rows
  return { performer: performer === undefined ? undefined : { tags: performer.tags } }
}

/** The queries for the user that a request names; none where nobody here could know the user. */
const plan = ({ location, input: { performedBy } }: PerformedCall) => {
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
const requireKnown = (
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

/** What an operation that can be performed by a user does about that user. */
export const performer = { checks, plan, attributes, requireKnown }
