// What StartTaskContact makes, and of what (B-951).
import { invalidRequest } from '../../errors.ts'
import type { StartTaskContact } from '../../model/connect/contacts.ts'
import type { InputOf } from '../../model/shape.ts'
import {
  expiryMinutes,
  refuseBadAttributes,
  refuseBadReferences,
  refuseBadSegments,
  taskExpiryMinutes,
} from './contact-input.ts'
import type { ContactDetails } from './rows.ts'

type Input = InputOf<typeof StartTaskContact>

/** So many tasks may name the same PreviousContactId; AWS lets nobody change it. */
export const tasksPerPreviousContact = 12

const scheduleAheadMs = 6 * 24 * 60 * 60 * 1000

/** Refuse what cannot be a task. */
export const refuseUnfittingTask = (input: Input, now: number): void => {
  const flows = [input.ContactFlowId, input.QuickConnectId, input.TaskTemplateId]
  if (flows.filter((flow) => flow !== undefined).length !== 1) {
    throw invalidRequest('A task needs one of ContactFlowId, QuickConnectId and TaskTemplateId.')
  }
  if (input.PreviousContactId !== undefined && input.RelatedContactId !== undefined) {
    throw invalidRequest('PreviousContactId and RelatedContactId exclude each other.')
  }
  if (input.Attachments !== undefined) {
    throw invalidRequest('Attachments are not fetched here; attach files to the case.')
  }
  const at = input.ScheduledTime?.getTime()
  if (at !== undefined && (at < now || at > now + scheduleAheadMs)) {
    throw invalidRequest('The ScheduledTime is not in the past, and at most 6 days ahead.')
  }
  refuseBadAttributes(input.Attributes ?? {})
  refuseBadReferences(input.References ?? {}, 'ATTACHMENT')
  refuseBadSegments(input.SegmentAttributes ?? {})
}

/** What the input says of the task. */
export const taskDetails = (input: Input, now: number): Partial<ContactDetails> => {
  const scheduledAt = input.ScheduledTime?.getTime()
  const minutes = expiryMinutes(input.SegmentAttributes) ?? taskExpiryMinutes
  return {
    initiationMethod: 'API',
    name: input.Name,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    attributes: input.Attributes ?? {},
    references: input.References ?? {},
    segmentAttributes: input.SegmentAttributes ?? {},
    ...(scheduledAt === undefined ? {} : { scheduledAt }),
    expiresAt: (scheduledAt ?? now) + minutes * 60_000,
  }
}
