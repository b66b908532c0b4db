// StartTaskContact: a task, now or later (B-951 to B-955). No flow runs here: it stays where it is until it is ended.
import { newContact } from '../../../domain/connect/new-contact.ts'
import {
  refuseUnfittingTask,
  taskDetails,
  tasksPerPreviousContact,
} from '../../../domain/connect/task.ts'
import { invalidRequest, quotaExceeded } from '../../../errors.ts'
import type { Input, Output } from '../../../model/index.ts'
import { query } from '../../../storage/contract.ts'
import { type ClientToken, firstAnswer, remembered, repeated } from '../../client-token.ts'
import { instanceKey, writeInstance } from '../instance-call.ts'
import { activeTasks, refuseOneMoreTask } from './active-tasks.ts'
import { contactById, requireContact } from './contact.ts'

const action = 'connect:StartTaskContact'

export const startTaskContact = writeInstance('StartTaskContact', {
  checks: ({ connect, input }) => {
    const keys = instanceKey(input)
    const { PreviousContactId, RelatedContactId } = input
    const contacts = [PreviousContactId, RelatedContactId].filter((id) => id !== undefined)
    const runs = [
      connect.other('contact-flow', input.ContactFlowId),
      connect.other('transfer-destination', input.QuickConnectId),
      connect.other('task-template', input.TaskTemplateId),
    ].filter((arn) => arn !== undefined)
    // Which of them must be given is a question of meaning; permission is asked first.
    const first = runs.length === 0 ? [connect.other('contact-flow', '')] : runs
    return [...first, ...contacts.map(connect.contact)].map((resource) => ({
      action,
      resource: resource ?? connect.instance,
      keys,
    }))
  },
  load: (call) => {
    const { connect, input } = call
    const { InstanceId: instanceId, PreviousContactId: previousId = '' } = input
    return {
      first: firstAnswer(call, tokenOf(input)),
      previous: contactById(connect, input.PreviousContactId),
      related: contactById(connect, input.RelatedContactId),
      chain: query('contactsAfter', { instanceId, previousId }),
      active: activeTasks(call),
    }
  },
  decide: (call, { first, previous, related, chain, active }) => {
    const { input, connect, now } = call
    const token = tokenOf(input)
    const answered = repeated<Output<'StartTaskContact'>>(token, first, invalidRequest)
    if (answered !== undefined) return { output: answered, changes: [] }
    requireContact(previous, input.PreviousContactId)
    requireContact(related, input.RelatedContactId)
    refuseUnfittingTask(input, now)
    if (input.PreviousContactId !== undefined && chain >= tasksPerPreviousContact) {
      throw quotaExceeded(`At most ${tasksPerPreviousContact} tasks name one PreviousContactId.`)
    }
    refuseOneMoreTask(active, call.quotas)
    const id = call.newId()
    const place = { connect, instanceId: input.InstanceId, id, now, channel: 'TASK' } as const
    const details = taskDetails(input, now)
    const row = newContact({ ...place, previous, related, details })
    const output = { ContactId: id }
    return {
      output,
      changes: [{ change: 'contact.put', row }, ...remembered(call, token, output)],
    }
  },
})

const tokenOf = ({ ClientToken: token, ...request }: Input<'StartTaskContact'>): ClientToken => ({
  operation: 'StartTaskContact',
  place: request.InstanceId,
  token,
  request,
})
