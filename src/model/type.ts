// The few TypeBox constructors that the model is written with: TypeBox's types and TypeBox's data, without loading
// TypeBox, which is 373 files and cost the start 120 ms and 27 MB. `test/wire/type.test.ts` holds each of them
// against the original.
import type * as TypeBox from 'typebox'

type Schema = Record<string, unknown>

// TypeBox marks an optional member where JSON does not show it.
const optional = Symbol('optional')

const object = (properties: Record<string, Schema>, options: Schema = {}): Schema => {
  const required = Object.keys(properties).filter((name) => !(optional in (properties[name] ?? {})))
  return {
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties,
    ...options,
  }
}

const cyclic = ($defs: Record<string, Schema>, $ref: string, options?: Schema): Schema => {
  const defs = Object.entries($defs).map(([$id, schema]) => [$id, { ...schema, $id }])
  return { $defs: Object.fromEntries(defs), $ref, ...options }
}

const constructors = {
  Array: (items: Schema, options?: Schema) => ({ type: 'array', items, ...options }),
  Boolean: (options?: Schema) => ({ type: 'boolean', ...options }),
  Cyclic: cyclic,
  Enum: (values: readonly string[], options?: Schema) => ({ enum: values, ...options }),
  Integer: (options?: Schema) => ({ type: 'integer', ...options }),
  Number: (options?: Schema) => ({ type: 'number', ...options }),
  Object: object,
  Optional: (schema: Schema) => ({ ...schema, [optional]: true }),
  Ref: ($ref: string, options?: Schema) => ({ $ref, ...options }),
  String: (options?: Schema) => ({ type: 'string', ...options }),
  Union: (anyOf: readonly Schema[], options?: Schema) => ({ anyOf, ...options }),
  Unsafe: (schema: Schema) => ({ ...schema }),
}

/** Written and typed as in TypeBox. */
export const Type = constructors as unknown as Pick<typeof TypeBox.Type, keyof typeof constructors>
