// Tags of any resource that has an ARN.
import type { Static } from 'typebox'
import { Tags } from './common.ts'
import { operation } from './shape.ts'
import { Type } from './type.ts'

export const Arn = Type.String({ minLength: 1, maxLength: 500 })
export type Arn = Static<typeof Arn>

export const TagKey = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '(?!aws:)[a-zA-Z+-=._:/]+',
})
export type TagKey = Static<typeof TagKey>

/** Read the tags of a resource. */
export const ListTagsForResource = operation({
  name: 'ListTagsForResource',
  method: 'GET',
  path: '/tags/{arn}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    arn: Arn,
  }),
  output: Type.Object({
    tags: Type.Optional(Tags),
  }),
})

/** Add or overwrite tags of a resource. */
export const TagResource = operation({
  name: 'TagResource',
  method: 'POST',
  path: '/tags/{arn}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    arn: Arn,
    tags: Tags,
  }),
  output: Type.Object({}),
})

/** Remove tags of a resource. */
export const UntagResource = operation({
  name: 'UntagResource',
  method: 'DELETE',
  path: '/tags/{arn}',
  query: { tagKeys: 'tagKeys' },
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    arn: Arn,
    tagKeys: Type.Array(TagKey, { maxItems: 50 }),
  }),
  output: Type.Object({}),
})
