// The filter language of cases and of custom related items: trees of bounded depth.
import type { Static } from 'typebox'
import { FieldValue, TagValueString } from './common.ts'
import { Type } from './type.ts'

export const FieldFilter = Type.Union([
  Type.Object({ equalTo: FieldValue }),
  Type.Object({ contains: FieldValue }),
  Type.Object({ greaterThan: FieldValue }),
  Type.Object({ greaterThanOrEqualTo: FieldValue }),
  Type.Object({ lessThan: FieldValue }),
  Type.Object({ lessThanOrEqualTo: FieldValue }),
])
export type FieldFilter = Static<typeof FieldFilter>

export const CustomFieldsFilter = Type.Cyclic(
  {
    CustomFieldsFilter: Type.Union([
      Type.Object({ field: FieldFilter }),
      Type.Object({ not: Type.Ref('CustomFieldsFilter') }),
      Type.Object({ andAll: Type.Array(Type.Ref('CustomFieldsFilter'), { maxItems: 10 }) }),
      Type.Object({ orAll: Type.Array(Type.Ref('CustomFieldsFilter'), { maxItems: 10 }) }),
    ]),
  },
  'CustomFieldsFilter',
)
export type CustomFieldsFilter = Static<typeof CustomFieldsFilter>

export const SearchTagKey = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '[a-zA-Z0-9 _.:/=+\\-@]+',
})
export type SearchTagKey = Static<typeof SearchTagKey>

export const TagValue = Type.Object({
  key: Type.Optional(SearchTagKey),
  value: Type.Optional(TagValueString),
})
export type TagValue = Static<typeof TagValue>

export const TagFilter = Type.Union([Type.Object({ equalTo: TagValue })])
export type TagFilter = Static<typeof TagFilter>

export const CaseFilter = Type.Cyclic(
  {
    CaseFilter: Type.Union([
      Type.Object({ field: FieldFilter }),
      Type.Object({ not: Type.Ref('CaseFilter') }),
      Type.Object({ tag: TagFilter }),
      Type.Object({ andAll: Type.Array(Type.Ref('CaseFilter'), { maxItems: 10 }) }),
      Type.Object({ orAll: Type.Array(Type.Ref('CaseFilter'), { maxItems: 10 }) }),
    ]),
  },
  'CaseFilter',
)
export type CaseFilter = Static<typeof CaseFilter>
