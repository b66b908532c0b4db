// A contact as Amazon Connect's operations make it: where it stands among others, and what it has from them.
import type { ConnectArns } from '../../ids.ts'
import type { Channel } from '../../model/connect/common.ts'
import type { ContactRow } from '../rows.ts'
import { refuseBadAttributes } from './contact-input.ts'
import type { ContactDetails } from './rows.ts'

/** What only the operation knows; the rest follows. */
export type NewContact = {
  readonly connect: ConnectArns
  readonly instanceId: string
  readonly id: string
  readonly now: number
  readonly channel: Channel
  readonly previous?: ContactRow | undefined
  readonly related?: ContactRow | undefined
  readonly details: Partial<ContactDetails>
}

/** The row of a new contact. Throws if it would have too many attributes. */
export const newContact = (made: NewContact): ContactRow => {
  const { connect, instanceId, id, now, channel, previous, related } = made
  const before = previous?.details
  const root = before ?? related?.details
  const details: ContactDetails = {
    instanceId,
    id,
    initiatedAt: now,
    updatedAt: now,
    associationId: root?.associationId ?? id,
    references: {},
    segmentAttributes: {},
    ...(before === undefined
      ? {}
      : { previousId: before.id, initialId: before.initialId ?? before.id }),
    ...(related?.details === undefined ? {} : { relatedId: related.details.id }),
    ...made.details,
    attributes: { ...root?.attributes, ...made.details.attributes },
  }
  // With those that it has from other contacts.
  refuseBadAttributes(details.attributes)
  return {
    arn: connect.contact(id),
    channel,
    connectedToSystemAt: details.scheduledAt ?? now,
    details,
  }
}
