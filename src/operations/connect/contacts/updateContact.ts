// UpdateContact: more, or something else, is known of a contact (B-957).
import { updatedContact } from '../../../domain/connect/updated-contact.ts'
import { notFound } from '../../../errors.ts'
import { query } from '../../../storage/contract.ts'
import { writeInstance } from '../instance-call.ts'
import { contactAttributes, contactById, existingContact, onContact, userById } from './contact.ts'

export const updateContact = writeInstance('UpdateContact', {
  checks: (call) => [onContact('connect:UpdateContact', call)],
  load: ({ connect, input }) => ({
    contact: contactById(connect, input.ContactId),
    user: userById(input.InstanceId, input.UserInfo?.UserId),
    queue: query('connectResource', {
      instanceId: input.InstanceId,
      kind: 'queue',
      id: input.QueueInfo?.Id ?? '',
    }),
  }),
  stored: ({ contact }) => contactAttributes(contact),
  decide: ({ input, now }, { contact, user, queue }) => {
    const before = existingContact(contact, input.ContactId)
    const userId = input.UserInfo?.UserId
    const queueId = input.QueueInfo?.Id
    if (userId !== undefined && user === undefined) throw notFound('User', userId)
    if (queueId !== undefined && queue === undefined) throw notFound('Queue', queueId)
    const details = updatedContact(before.details, input, now)
    return { output: {}, changes: [{ change: 'contact.put', row: { ...before, details } }] }
  },
})
