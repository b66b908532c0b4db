// Shapes that more than one resource uses.
import type { Static } from 'typebox'
import { map } from './shape.ts'
import { Type } from './type.ts'

export const CaseId = Type.String({ minLength: 1, maxLength: 500, idOf: 'case' })
export type CaseId = Static<typeof CaseId>

export const CaseRuleId = Type.String({ minLength: 1, maxLength: 500, idOf: 'case-rule' })
export type CaseRuleId = Static<typeof CaseRuleId>

export const ContactArn = Type.String({ minLength: 1, maxLength: 500 })
export type ContactArn = Static<typeof ContactArn>

export const CustomEntity = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '[a-zA-Z0-9_\\-\\.@:/ ]*[a-zA-Z0-9_\\-\\.@:/]',
  sensitive: true,
})
export type CustomEntity = Static<typeof CustomEntity>

export const DomainId = Type.String({ minLength: 1, maxLength: 500, idOf: 'domain' })
export type DomainId = Static<typeof DomainId>

export const EmptyFieldValue = Type.Object({})
export type EmptyFieldValue = Static<typeof EmptyFieldValue>

export const FieldId = Type.String({ minLength: 1, maxLength: 500, idOf: 'field' })
export type FieldId = Static<typeof FieldId>

export const FieldIdentifier = Type.Object({
  id: FieldId,
})
export type FieldIdentifier = Static<typeof FieldIdentifier>

export const FieldValueUnionStringValueString = Type.String({ maxLength: 4100 })
export type FieldValueUnionStringValueString = Static<typeof FieldValueUnionStringValueString>

export const FieldValueUnion = Type.Union([
  Type.Object({ stringValue: FieldValueUnionStringValueString }),
  Type.Object({ doubleValue: Type.Number() }),
  Type.Object({ booleanValue: Type.Boolean() }),
  Type.Object({ emptyValue: EmptyFieldValue }),
  Type.Object({ userArnValue: Type.String() }),
])
export type FieldValueUnion = Static<typeof FieldValueUnion>

export const FieldValue = Type.Object({
  id: FieldId,
  value: FieldValueUnion,
})
export type FieldValue = Static<typeof FieldValue>

export const LayoutId = Type.String({ minLength: 1, maxLength: 500, idOf: 'layout' })
export type LayoutId = Static<typeof LayoutId>

export const MaxResults = Type.Integer({ minimum: 1, maximum: 100 })
export type MaxResults = Static<typeof MaxResults>

export const MutableTagKey = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '(?![aA][wW][sS]:)[a-zA-Z0-9 _.:/=+\\-@]+',
})
export type MutableTagKey = Static<typeof MutableTagKey>

export const NextToken = Type.String({ maxLength: 9000 })
export type NextToken = Static<typeof NextToken>

export const Order = Type.Enum(['Asc', 'Desc'])
export type Order = Static<typeof Order>

export const RelatedItemType = Type.Enum([
  'Contact',
  'Comment',
  'File',
  'Sla',
  'ConnectCase',
  'Custom',
])
export type RelatedItemType = Static<typeof RelatedItemType>

export const TagValueString = Type.String({ maxLength: 256, pattern: '([a-zA-Z0-9 _.:/=+\\-@]*)' })
export type TagValueString = Static<typeof TagValueString>

export const Tags = map(Type.String(), Type.String())
export type Tags = Static<typeof Tags>

export const TemplateId = Type.String({ minLength: 1, maxLength: 500, idOf: 'template' })
export type TemplateId = Static<typeof TemplateId>

export const UserArn = Type.String({ minLength: 1, maxLength: 500 })
export type UserArn = Static<typeof UserArn>

export const UserUnion = Type.Union([
  Type.Object({ userArn: UserArn }),
  Type.Object({ customEntity: CustomEntity }),
])
export type UserUnion = Static<typeof UserUnion>
