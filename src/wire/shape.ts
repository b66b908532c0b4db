// The model's TypeBox schemas, read once into plain shapes that the rest of the wire walks.
// Recursive schemas become recursive objects, so that a compiler needs no notion of references;
// whoever compiles a shape does it through `compiler`, which ties those knots.
import type { TSchema } from 'typebox'
import type { IdKind } from '../model/shape.ts'

export type Shape =
  | TextShape
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | NumberShape
  | { readonly kind: 'boolean' }
  | { readonly kind: 'timestamp'; readonly epoch: boolean }
  | ListShape
  | MapShape
  | { readonly kind: 'structure'; readonly members: readonly Member[] }
  | { readonly kind: 'union'; readonly members: readonly Member[] }

export type TextShape = {
  readonly kind: 'text'
  readonly min: number
  readonly max: number
  readonly pattern: string | undefined
  /** What decides where the model's own pattern is not what AWS means by it. */
  readonly meant: string | undefined
  readonly idOf: IdKind | undefined
}

export type NumberShape = {
  readonly kind: 'number'
  readonly integer: boolean
  readonly min: number
  readonly max: number
}

export type ListShape = {
  readonly kind: 'list'
  readonly item: Shape
  readonly min: number
  readonly max: number
}

export type MapShape = {
  readonly kind: 'map'
  readonly key: TextShape
  readonly value: Shape
  readonly min: number
  readonly max: number
}

export type Member = { readonly name: string; readonly required: boolean; readonly shape: Shape }

/** Read a schema of `model`. */
export const shapeOf = (schema: TSchema): Shape => read(schema as Raw, new Map())

/**
 * A memoising compiler of shapes. `make` gets the shape and a way to compile its parts; a part that
 * is still being compiled (a recursive shape) is reached through a forwarding function.
 */
export const compiler = <F extends (...parameters: never[]) => unknown>(
  make: (shape: Shape, part: (shape: Shape) => F) => F,
): ((shape: Shape) => F) => {
  const done = new Map<Shape, F | undefined>()
  const compile = (shape: Shape): F => {
    const known = done.get(shape)
    if (known !== undefined) return known
    if (done.has(shape)) return ((...parameters) => done.get(shape)?.(...parameters)) as F
    done.set(shape, undefined)
    const made = make(shape, compile)
    done.set(shape, made)
    return made
  }
  return compile
}

// TypeBox's types describe the schema's meaning, not its JSON: this is the JSON of the kinds that
// `model` uses.
type Raw = {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Raw[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Raw>>
  readonly properties?: Readonly<Record<string, Raw>>
  readonly required?: readonly string[]
  readonly items?: Raw
  readonly key?: Raw
  readonly value?: Raw
  readonly pattern?: string
  readonly meant?: string
  readonly idOf?: IdKind
  readonly epoch?: boolean
} & { readonly [bound in Bound]?: number }

type Bound =
  | 'minLength'
  | 'maxLength'
  | 'minimum'
  | 'maximum'
  | 'minItems'
  | 'maxItems'
  | 'minProperties'
  | 'maxProperties'

type Scope = Map<string, Shape>

const read = (raw: Raw, scope: Scope): Shape => {
  if (raw.$ref !== undefined) return readReference(raw, raw.$ref, scope)
  if (raw.anyOf !== undefined) {
    return { kind: 'union', members: raw.anyOf.flatMap((arm) => readMembers(arm, scope)) }
  }
  if (raw.enum !== undefined) return { kind: 'enum', values: raw.enum }
  switch (raw.type) {
    case 'string':
      return readText(raw)
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        integer: raw.type === 'integer',
        ...range(raw, 'minimum', 'maximum'),
      }
    case 'boolean':
      return { kind: 'boolean' }
    case 'timestamp':
      return { kind: 'timestamp', epoch: raw.epoch ?? false }
    case 'array':
      return { kind: 'list', item: part(raw.items, scope), ...range(raw, 'minItems', 'maxItems') }
    case 'map': {
      const key = readText(raw.key ?? {})
      const value = part(raw.value, scope)
      return { kind: 'map', key, value, ...range(raw, 'minProperties', 'maxProperties') }
    }
    case 'object':
      return { kind: 'structure', members: readMembers(raw, scope) }
    default:
      throw new TypeError(`The wire cannot read a schema of type ${raw.type}`)
  }
}

const part = (raw: Raw | undefined, scope: Scope): Shape => read(raw ?? {}, scope)

const readText = (raw: Raw): TextShape => ({
  kind: 'text',
  ...range(raw, 'minLength', 'maxLength'),
  pattern: raw.pattern,
  meant: raw.meant,
  idOf: raw.idOf,
})

const readMembers = (raw: Raw, scope: Scope): Member[] =>
  Object.entries(raw.properties ?? {}).map(([name, schema]) => ({
    name,
    required: raw.required?.includes(name) ?? false,
    shape: read(schema, scope),
  }))

// The definition is entered into the scope before it is read: that is what makes the shape
// recursive.
const readReference = (raw: Raw, name: string, scope: Scope): Shape => {
  const known = scope.get(name)
  if (known !== undefined) return known
  const definition = raw.$defs?.[name]
  if (definition === undefined) throw new TypeError(`The schema names ${name}, which it lacks`)
  const shape = {} as Shape
  return Object.assign(shape, read(definition, new Map(scope).set(name, shape)))
}

const range = (raw: Raw, min: Bound, max: Bound) => ({
  min: raw[min] ?? Number.NEGATIVE_INFINITY,
  max: raw[max] ?? Number.POSITIVE_INFINITY,
})
