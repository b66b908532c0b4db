// How the parts of a contact are told.
import { toDate } from '../../../clock.ts'
import { contactState } from '../../../domain/connect/contact-state.ts'
import type { ContactDetails } from '../../../domain/connect/rows.ts'
import type { ContactRow } from '../../../domain/rows.ts'
import type { Channel } from '../../../model/connect/common.ts'

/** A time, if there is one. */
export const atTime = (ms: number | undefined): Date | undefined =>
  ms === undefined ? undefined : toDate(ms)

/** Who has the contact. */
export const userOf = ({ userId, connectedToUserAt }: ContactDetails) =>
  userId === undefined
    ? undefined
    : { Id: userId, ...defined('ConnectedToAgentTimestamp', atTime(connectedToUserAt)) }

/** Where it waited. */
export const queueOf = ({ queueId, enqueuedAt }: ContactDetails) =>
  queueId === undefined
    ? undefined
    : { Id: queueId, ...defined('EnqueueTimestamp', atTime(enqueuedAt)) }

/** A member that has a value, or none. */
export const defined = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: Value }

/** What a search tells of a contact. */
export const contactSummary = (row: ContactRow, now: number) => {
  const { arn, channel, details } = row
  return {
    Arn: arn,
    Channel: channel as Channel,
    ...defined('Id', details?.id),
    ...defined('InitialContactId', details?.initialId),
    ...defined('PreviousContactId', details?.previousId),
    ...defined('InitiationMethod', details?.initiationMethod),
    ...defined('InitiationTimestamp', atTime(details?.initiatedAt)),
    ...defined('ScheduledTimestamp', atTime(details?.scheduledAt)),
    ...defined('DisconnectTimestamp', atTime(contactState(row, now).endedAt)),
    ...defined('Name', details?.name),
    ...defined('AgentInfo', details && userOf(details)),
    ...defined('QueueInfo', details && queueOf(details)),
    ...defined('SegmentAttributes', details && shown(details.segmentAttributes)),
  }
}

type Segments = NonNullable<ContactRow['details']>['segmentAttributes']

/** Texts and maps only, as the model has it. */
const shown = (segments: Segments) =>
  Object.fromEntries(
    Object.entries(segments).flatMap(([key, { ValueString, ValueMap }]) =>
      ValueString === undefined && ValueMap === undefined
        ? []
        : [[key, { ...defined('ValueString', ValueString), ...defined('ValueMap', ValueMap) }]],
    ),
  )
