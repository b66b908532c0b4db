// DescribeContact: what is known of a contact, as it stands now (B-955, B-956).
import { toDate } from '../../../clock.ts'
import { contactState } from '../../../domain/connect/contact-state.ts'
import type { Channel } from '../../../model/connect/common.ts'
import { readInstance } from '../instance-call.ts'
import {
  contactAttributes,
  contactById,
  existingContact,
  type KnownContact,
  onContact,
} from './contact.ts'
import { atTime, defined, queueOf, userOf } from './present.ts'

export const describeContact = readInstance('DescribeContact', {
  checks: (call) => [onContact('connect:DescribeContact', call)],
  load: ({ connect, input }) => ({ contact: contactById(connect, input.ContactId) }),
  stored: ({ contact }) => contactAttributes(contact),
  answer: ({ input, now }, { contact }) => ({
    Contact: described(existingContact(contact, input.ContactId), now),
  }),
})

const described = (row: KnownContact, now: number) => {
  const { details } = row
  const { connectedAt, endedAt, endReason } = contactState(row, now)
  return {
    Arn: row.arn,
    Id: details.id,
    Channel: row.channel as Channel,
    ContactAssociationId: details.associationId,
    InitiationTimestamp: toDate(details.initiatedAt),
    LastUpdateTimestamp: toDate(details.updatedAt),
    Attributes: details.attributes,
    SegmentAttributes: details.segmentAttributes,
    ...defined('InitiationMethod', details.initiationMethod),
    ...defined('InitialContactId', details.initialId),
    ...defined('PreviousContactId', details.previousId),
    ...defined('RelatedContactId', details.relatedId),
    ...defined('Name', details.name),
    ...defined('Description', details.description),
    ...defined('CustomerEndpoint', details.customerEndpoint),
    ...defined('SystemEndpoint', details.systemEndpoint),
    ...defined('ScheduledTimestamp', atTime(details.scheduledAt)),
    ...defined('ConnectedToSystemTimestamp', atTime(connectedAt)),
    ...defined('DisconnectTimestamp', atTime(endedAt)),
    ...defined('DisconnectReason', endReason),
    ...defined('AgentInfo', userOf(details)),
    ...defined('QueueInfo', queueOf(details)),
  }
}
