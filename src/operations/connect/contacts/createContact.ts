// CreateContact: a call in another telephone system, an email or a task (B-950, B-952 to B-954).
import { detailsOf, refuseUnfittingContact } from '../../../domain/connect/created-contact.ts'
import { newContact } from '../../../domain/connect/new-contact.ts'
import { ApiError, notFound } from '../../../errors.ts'
import type { Input, Output } from '../../../model/index.ts'
import { type ClientToken, firstAnswer, remembered, repeated } from '../../client-token.ts'
import { instanceKey, onInstance, writeInstance } from '../instance-call.ts'
import { activeTasks, refuseOneMoreTask } from './active-tasks.ts'
import { contactById, requireContact, userById } from './contact.ts'

const action = 'connect:CreateContact'

export const createContact = writeInstance('CreateContact', {
  checks: (call) => {
    const { connect, input } = call
    const way = { 'connect:ContactInitiationMethod': input.InitiationMethod }
    const user = input.UserInfo?.UserId
    const named = [input.PreviousContactId, input.RelatedContactId].filter((id) => id !== undefined)
    const keys = { ...instanceKey(input), ...way }
    return [
      onInstance(action, call, way),
      ...(user === undefined ? [] : [{ action, resource: connect.user(user), keys }]),
      ...named.map((id) => ({ action, resource: connect.contact(id), keys })),
    ]
  },
  load: (call) => {
    const { connect, input } = call
    return {
      first: firstAnswer(call, tokenOf(input)),
      previous: contactById(connect, input.PreviousContactId),
      related: contactById(connect, input.RelatedContactId),
      user: userById(input.InstanceId, input.UserInfo?.UserId),
      active: activeTasks(call),
    }
  },
  decide: (call, { first, previous, related, user, active }) => {
    const { input, connect, now } = call
    const token = tokenOf(input)
    const answered = repeated<Output<'CreateContact'>>(token, first, differs)
    if (answered !== undefined) return { output: answered, changes: [] }
    requireContact(previous, input.PreviousContactId)
    requireContact(related, input.RelatedContactId)
    const userId = input.UserInfo?.UserId
    if (userId !== undefined && user === undefined) throw notFound('User', userId)
    refuseUnfittingContact(input)
    if (input.Channel === 'TASK' && input.InitiateAs !== 'COMPLETED') {
      refuseOneMoreTask(active, call.quotas)
    }
    const id = call.newId()
    const place = { connect, instanceId: input.InstanceId, id, now, channel: input.Channel }
    const details = detailsOf(input, now)
    const row = newContact({ ...place, previous, related, details })
    const output = { ContactId: id, ContactArn: row.arn }
    return {
      output,
      changes: [{ change: 'contact.put', row }, ...remembered(call, token, output)],
    }
  },
})

const tokenOf = ({ ClientToken: token, ...request }: Input<'CreateContact'>): ClientToken => ({
  operation: 'CreateContact',
  place: request.InstanceId,
  token,
  request,
})

const differs = (message: string) => new ApiError('IdempotencyException', message)
