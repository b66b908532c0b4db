// SLAs as the wire has them: what is asked for, what is shown, what is searched by.
import type { Static } from 'typebox'
import { FieldId, FieldValueUnion } from './common.ts'
import { Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const SlaFieldValueUnionList = Type.Array(FieldValueUnion, { minItems: 1, maxItems: 1 })
export type SlaFieldValueUnionList = Static<typeof SlaFieldValueUnionList>

export const SlaName = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '.*[\\S]',
  sensitive: true,
})
export type SlaName = Static<typeof SlaName>

export const SlaStatus = Type.Enum(['Active', 'Overdue', 'Met', 'NotMet'])
export type SlaStatus = Static<typeof SlaStatus>

export const SlaFilter = Type.Object({
  name: Type.Optional(SlaName),
  status: Type.Optional(SlaStatus),
})
export type SlaFilter = Static<typeof SlaFilter>

export const SlaType = Type.Enum(['CaseField'])
export type SlaType = Static<typeof SlaType>

export const SlaConfiguration = Type.Object({
  name: SlaName,
  type: SlaType,
  status: SlaStatus,
  fieldId: Type.Optional(FieldId),
  targetFieldValues: Type.Optional(SlaFieldValueUnionList),
  targetTime: Timestamp,
  completionTime: Type.Optional(Timestamp),
})
export type SlaConfiguration = Static<typeof SlaConfiguration>

export const SlaContent = Type.Object({
  slaConfiguration: SlaConfiguration,
})
export type SlaContent = Static<typeof SlaContent>

export const TargetSlaMinutes = Type.Integer({ minimum: 1, maximum: 1051200 })
export type TargetSlaMinutes = Static<typeof TargetSlaMinutes>

export const SlaInputConfiguration = Type.Object({
  name: SlaName,
  type: SlaType,
  fieldId: Type.Optional(FieldId),
  targetFieldValues: Type.Optional(SlaFieldValueUnionList),
  targetSlaMinutes: TargetSlaMinutes,
})
export type SlaInputConfiguration = Static<typeof SlaInputConfiguration>

export const SlaInputContent = Type.Union([
  Type.Object({ slaInputConfiguration: SlaInputConfiguration }),
])
export type SlaInputContent = Static<typeof SlaInputContent>
