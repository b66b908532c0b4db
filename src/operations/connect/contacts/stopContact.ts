// StopContact: ends a contact (B-958).
import { contactState } from '../../../domain/connect/contact-state.ts'
import { ApiError, invalidRequest } from '../../../errors.ts'
import type { ContactInitiationMethod } from '../../../model/connect/common.ts'
import { writeInstance } from '../instance-call.ts'
import { contactAttributes, contactById, onContact } from './contact.ts'

/** Calls that began so are ended by whoever holds the line. */
const notStopped: ReadonlySet<ContactInitiationMethod | undefined> = new Set([
  'DISCONNECT',
  'TRANSFER',
  'QUEUE_TRANSFER',
  'EXTERNAL_OUTBOUND',
  'MONITOR',
])

export const stopContact = writeInstance('StopContact', {
  checks: (call) => [onContact('connect:StopContact', call)],
  load: ({ connect, input }) => ({ contact: contactById(connect, input.ContactId) }),
  stored: ({ contact }) => contactAttributes(contact),
  decide: ({ input, now }, { contact }) => {
    const details = contact?.details
    if (contact === undefined || details === undefined) throw missing(input.ContactId)
    const isCall = contact.channel === 'VOICE'
    if (isCall && notStopped.has(details.initiationMethod)) {
      throw invalidRequest(`A call with method ${details.initiationMethod} cannot be stopped.`)
    }
    if (input.DisconnectReason !== undefined) {
      throw invalidRequest('Only outbound campaigns give a DisconnectReason.')
    }
    if (contactState(contact, now).endedAt !== undefined) {
      if (isCall) throw missing(input.ContactId)
      return { output: {}, changes: [] }
    }
    const ended = { ...details, endedAt: now, endReason: 'API', updatedAt: now }
    return { output: {}, changes: [{ change: 'contact.put', row: { ...contact, details: ended } }] }
  },
})

const missing = (id: string) =>
  new ApiError('ContactNotFoundException', `Contact not found or not active: ${id}`)
