// The model is written with constructors of our own that stand in for TypeBox's: they must make the same data.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type as TypeBox } from 'typebox'
import { Type } from '../../src/model/type.ts'

const made = (T: typeof Type) => [
  T.String({ minLength: 1, maxLength: 2, pattern: 'a' }),
  T.Integer({ minimum: 1 }),
  T.Number(),
  T.Boolean(),
  T.Enum(['a', 'b']),
  T.Array(T.String(), { minItems: 1 }),
  T.Object({ a: T.String(), b: T.Optional(T.Number({ maximum: 3 })) }),
  T.Object({ b: T.Optional(T.Number()) }, { additionalProperties: false }),
  T.Object({}),
  T.Union([T.Object({ a: T.String() }), T.Object({ b: T.Boolean() })]),
  T.Unsafe<Date>({ type: 'timestamp' }),
  T.Cyclic({ Tree: T.Union([T.Object({ leaf: T.String() }), T.Array(T.Ref('Tree'))]) }, 'Tree'),
]

test('[B-897] a shape of the model is the data that TypeBox makes', () => {
  assert.deepEqual(
    JSON.parse(JSON.stringify(made(Type))),
    JSON.parse(JSON.stringify(made(TypeBox))),
  )
})
