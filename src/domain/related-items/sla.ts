// A service level agreement. The model would allow more, but AWS's reference restricts it: type CaseField, the
// field `status`, exactly one target value (B-430, B-431).
import { formatInstant, toDate } from '../../clock.ts'
import { validation } from '../../errors.ts'
import type { SlaInputConfiguration } from '../../model/slas.ts'
import type { DomainConfig } from '../domain-config.ts'
import type { SlaState } from '../rows.ts'
import { reaches, slaStatus } from '../sla.ts'
import type { Arm, AuditValues } from './arm.ts'

const fieldId = 'status'
const minuteMs = 60_000

export const sla: Arm<'sla'> = {
  member: 'sla',
  create: ({ slaInputConfiguration: input }, context) => {
    const state: SlaState = {
      name: input.name,
      fieldId,
      targetValue: { stringValue: targetStatus(input, context.domain) },
      targetAt: context.now + input.targetSlaMinutes * minuteMs,
    }
    const met = reaches(state, context.case.values[fieldId])
    return met ? { ...state, completedAt: context.now } : state
  },
  present: (state, now) => ({
    slaConfiguration: {
      name: state.name,
      type: 'CaseField',
      status: slaStatus(state, now),
      fieldId: state.fieldId,
      targetFieldValues: [state.targetValue],
      targetTime: toDate(state.targetAt),
      ...(state.completedAt === undefined ? {} : { completionTime: toDate(state.completedAt) }),
    },
  }),
  terms: ({ name, status }) => ({
    ...(name === undefined ? {} : { slaName: name }),
    ...(status === undefined ? {} : { slaStatus: status }),
  }),
  audit: (state, now): AuditValues => ({
    'sla.name': { stringValue: state.name },
    'sla.status': { stringValue: slaStatus(state, now) },
    'sla.fieldId': { stringValue: state.fieldId },
    'sla.targetFieldValues': state.targetValue,
    'sla.targetTime': { stringValue: formatInstant(state.targetAt) },
    ...(state.completedAt === undefined
      ? {}
      : { 'sla.completionTime': { stringValue: formatInstant(state.completedAt) } }),
  }),
}

const targetStatus = (input: SlaInputConfiguration, domain: DomainConfig): string => {
  if (input.fieldId !== fieldId) {
    throw validation('The fieldId of an SLA of type CaseField must be status.')
  }
  const [value] = input.targetFieldValues ?? []
  if (value === undefined) {
    throw validation('An SLA of type CaseField needs exactly one value in targetFieldValues.')
  }
  const options = domain.fields.get(fieldId)?.options ?? []
  const option =
    'stringValue' in value
      ? options.find((candidate) => candidate.value === value.stringValue && candidate.active)
      : undefined
  if (option === undefined) {
    throw validation('The target value of an SLA must be an active option of the field status.')
  }
  return option.value
}
