// What UpdateContact makes of a contact (B-957).
import { invalidRequest } from '../../errors.ts'
import type { UpdateContact } from '../../model/connect/contacts.ts'
import type { InputOf } from '../../model/shape.ts'
import { expiryMinutes, refuseBadReferences, refuseBadSegments } from './contact-input.ts'
import { externalAudio } from './created-contact.ts'
import type { ContactDetails } from './rows.ts'

type Input = InputOf<typeof UpdateContact>

const ofExternalAudio = ['QueueInfo', 'UserInfo', 'CustomerEndpoint', 'SystemEndpoint'] as const

const members = [
  'Name',
  'Description',
  'References',
  'SegmentAttributes',
  ...ofExternalAudio,
] as const

/** The contact with what the input says; throws what is wrong with it. */
export const updatedContact = (
  before: ContactDetails,
  input: Input,
  now: number,
): ContactDetails => {
  if (members.every((member) => input[member] === undefined)) {
    throw invalidRequest(`One of ${members.join(', ')} must be given.`)
  }
  const isExternal = before.segmentAttributes['connect:Subtype']?.ValueString === externalAudio
  const audio = ofExternalAudio.find((member) => input[member] !== undefined)
  if (audio !== undefined && !isExternal) {
    throw invalidRequest(`${audio} can be updated for external audio contacts only.`)
  }
  const references = { ...before.references, ...input.References }
  const segmentAttributes = { ...before.segmentAttributes, ...input.SegmentAttributes }
  refuseBadReferences(references)
  refuseBadSegments(segmentAttributes)
  const minutes = expiryMinutes(input.SegmentAttributes)
  const began = before.scheduledAt ?? before.initiatedAt
  return {
    ...before,
    updatedAt: now,
    references,
    segmentAttributes,
    ...(input.Name === undefined ? {} : { name: input.Name }),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(minutes === undefined ? {} : { expiresAt: began + minutes * 60_000 }),
    ...externalParts(before, input, now),
  }
}

const externalParts = (
  before: ContactDetails,
  input: Input,
  now: number,
): Partial<ContactDetails> => {
  const userId = input.UserInfo?.UserId
  const queueId = input.QueueInfo?.Id
  return {
    ...(userId === undefined ? {} : { userId, connectedToUserAt: before.connectedToUserAt ?? now }),
    ...(queueId === undefined ? {} : { queueId, enqueuedAt: before.enqueuedAt ?? now }),
    ...(input.CustomerEndpoint === undefined ? {} : { customerEndpoint: input.CustomerEndpoint }),
    ...(input.SystemEndpoint === undefined ? {} : { systemEndpoint: input.SystemEndpoint }),
  }
}
