// What CreateContact makes, and of what (B-950): few channels, few ways in which they begin.
import { invalidRequest } from '../../errors.ts'
import type { CreateContact } from '../../model/connect/contacts.ts'
import type { InputOf } from '../../model/shape.ts'
import {
  expiryMinutes,
  refuseBadAttributes,
  refuseBadReferences,
  refuseBadSegments,
  taskExpiryMinutes,
} from './contact-input.ts'
import type { ContactDetails } from './rows.ts'

type Input = InputOf<typeof CreateContact>

const ways: Readonly<Record<Input['Channel'], readonly Input['InitiationMethod'][]>> = {
  VOICE: ['TRANSFER'],
  EMAIL: ['OUTBOUND', 'AGENT_REPLY', 'FLOW'],
  TASK: ['API'],
  CHAT: [],
}

/** The subtype of a call that takes place in another telephone system. */
export const externalAudio = 'connect:ExternalAudio'

const subtypes: Partial<Record<Input['Channel'], string>> = {
  VOICE: externalAudio,
  TASK: 'connect:ExternalTask',
}

/** Refuse what CreateContact cannot make. */
export const refuseUnfittingContact = (input: Input): void => {
  const fault = faultOf(input)
  if (fault !== undefined) throw invalidRequest(fault)
  refuseBadAttributes(input.Attributes ?? {})
  refuseBadReferences(input.References ?? {})
  refuseBadSegments(input.SegmentAttributes ?? {})
}

const faultOf = (input: Input): string | undefined => {
  const { Channel: channel, InitiationMethod: way } = input
  if (!ways[channel].includes(way)) {
    const possible = ways[channel].join(', ') || 'none'
    return `The initiation methods of a new ${channel} contact are: ${possible}.`
  }
  const user = input.UserInfo?.UserId
  if (channel === 'EMAIL' && way !== 'FLOW' && user === undefined) {
    return `An EMAIL contact that begins as ${way} needs UserInfo.`
  }
  if (input.InitiateAs === 'CONNECTED_TO_USER' && user === undefined) {
    return 'A contact that is CONNECTED_TO_USER needs UserInfo.'
  }
  if (input.InitiateAs === 'COMPLETED' && channel !== 'TASK') {
    return 'Only a TASK contact can be made COMPLETED.'
  }
  return input.PreviousContactId !== undefined && channel !== 'VOICE'
    ? 'Only a VOICE contact can have a PreviousContactId.'
    : undefined
}

/** What the input says of the contact. */
export const detailsOf = (input: Input, now: number): Partial<ContactDetails> => {
  const { Name: name, Description: description } = input
  const subtype = subtypes[input.Channel]
  const standard = input.Channel === 'TASK' ? taskExpiryMinutes : undefined
  const minutes = expiryMinutes(input.SegmentAttributes, input.ExpiryDurationInMinutes) ?? standard
  return {
    initiationMethod: input.InitiationMethod,
    attributes: input.Attributes ?? {},
    references: input.References ?? {},
    segmentAttributes: {
      ...input.SegmentAttributes,
      ...(subtype === undefined ? {} : { 'connect:Subtype': { ValueString: subtype } }),
    },
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(minutes === undefined ? {} : { expiresAt: now + minutes * 60_000 }),
    ...(input.UserInfo?.UserId === undefined ? {} : { userId: input.UserInfo.UserId }),
    ...(input.InitiateAs === 'CONNECTED_TO_USER' ? { connectedToUserAt: now } : {}),
    ...(input.InitiateAs === 'COMPLETED' ? { endedAt: now, endReason: 'API' } : {}),
  }
}
