// The same thing, a model's shape, in one form from three sources: our TypeBox schemas, the schemas
// inside the official SDK, botocore's service model. So that two of them can be walked side by
// side.
import assert from 'node:assert/strict'

export type Facts = {
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly pattern?: string | undefined
  readonly sensitive?: true | undefined
}

export type Kind =
  | 'boolean'
  | 'double'
  | 'enum'
  | 'integer'
  | 'list'
  | 'map'
  | 'string'
  | 'structure'
  | 'timestamp'
  | 'union'

export type Node = {
  readonly kind: Kind
  /** Undefined where the source does not know constraints. */
  readonly facts: Facts | undefined
  readonly values?: readonly string[] | undefined
  /** Members, an item, or key and value. */
  readonly parts: Readonly<Record<string, () => Node>>
  readonly required: readonly string[]
}

/**
 * Compare two models from one pair of shapes down; `seen` gets the path of every pair. `newer` are
 * members and values of enums that theirs, an older one, lacks.
 */
export const compare = (
  at: string,
  ours: Node,
  theirs: Node,
  { seen, newer = [] }: { seen: Set<string>; newer?: readonly string[] },
): void => {
  walk({ at, ours, theirs, seen, newer, above: [] })
}

type Step = {
  at: string
  ours: Node
  theirs: Node
  seen: Set<string>
  newer: readonly string[]
  above: readonly string[]
}

const walk = ({ at, ours, theirs, seen, newer, above }: Step): void => {
  seen.add(at)
  assert.equal(loose(ours, theirs), loose(theirs, ours), `${at}: kind`)
  const isNewer = (name: string) => newer.some((each) => `${at}.${name}`.endsWith(each))
  const known = Object.keys(ours.parts).filter((name) => !isNewer(name))
  assert.deepEqual(known.sort(), Object.keys(theirs.parts).sort(), at)
  assert.deepEqual([...ours.required].sort(), [...theirs.required].sort(), `${at}: required`)
  if (theirs.values !== undefined) {
    const values = ours.values?.filter((value) => !isNewer(value))
    assert.deepEqual(values, theirs.values, `${at}: values`)
  }
  if (theirs.facts !== undefined) {
    // We call more sensitive than AWS does: bodies of comments.
    const sensitive = theirs.facts.sensitive ?? ours.facts?.sensitive
    const facts = defined({ ...theirs.facts, sensitive })
    assert.deepEqual(ours.facts, facts, `${at}: constraints`)
  }
  for (const [name, part] of Object.entries(ours.parts)) {
    const other = theirs.parts[name]
    // Filters and conditions contain themselves: twice round is enough.
    if (other === undefined || above.filter((each) => each === name).length >= 2) continue
    const next = { ours: part(), theirs: other(), seen, newer, above: [...above, name] }
    walk({ at: `${at}.${name}`, ...next })
  }
}

// The SDK knows neither enums nor integers: texts and numbers are all it tells.
const loose = ({ kind, facts }: Node, other: Node): string => {
  if (facts !== undefined && other.facts !== undefined) return kind
  return kind === 'enum' ? 'string' : kind === 'integer' ? 'double' : kind
}

type Raw = {
  type?: string
  enum?: string[]
  anyOf?: Raw[]
  $ref?: string
  $defs?: Record<string, Raw>
  properties?: Record<string, Raw>
  required?: string[]
  items?: Raw
  key?: Raw
  value?: Raw
  sensitive?: true
  pattern?: string
} & { [bound: `min${string}` | `max${string}`]: number }

/** A node of our model. */
export const ourNode = (schema: unknown, scope: Record<string, Raw> = {}): Node => {
  const raw = schema as Raw
  const node = (part: Raw | undefined) => () => ourNode(part, scope)
  const members = (of: Raw) =>
    Object.fromEntries(Object.entries(of.properties ?? {}).map(([name, at]) => [name, node(at)]))
  if (raw.$ref !== undefined) {
    const defs = { ...scope, ...raw.$defs }
    return ourNode(defs[raw.$ref], defs)
  }
  if (raw.anyOf !== undefined) {
    const parts = Object.assign({}, ...raw.anyOf.map(members))
    return { kind: 'union', facts: {}, parts, required: [] }
  }
  if (raw.enum !== undefined) {
    return { kind: 'enum', facts: {}, values: raw.enum, parts: {}, required: [] }
  }
  const { required = [] } = raw
  switch (raw.type) {
    case 'object':
      return { kind: 'structure', facts: {}, parts: members(raw), required }
    case 'array': {
      const facts = { min: raw.minItems, max: raw.maxItems }
      return { kind: 'list', facts: defined(facts), parts: { item: node(raw.items) }, required }
    }
    case 'map': {
      const facts = { min: raw.minProperties, max: raw.maxProperties }
      const parts = { key: node(raw.key), value: node(raw.value) }
      return { kind: 'map', facts: defined(facts), parts, required }
    }
    case 'string': {
      const { minLength: min, maxLength: max, pattern, sensitive } = raw
      const facts = defined({ min, max, pattern, sensitive })
      return { kind: 'string', facts, parts: {}, required }
    }
    case 'integer':
    case 'number': {
      const kind = raw.type === 'integer' ? 'integer' : 'double'
      const facts = defined({ min: raw.minimum, max: raw.maximum })
      return { kind, facts, parts: {}, required }
    }
    default:
      return { kind: raw.type as Kind, facts: {}, parts: {}, required }
  }
}

const defined = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))

type SdkRef = number | string | (() => SdkRef) | readonly unknown[]

/**
 * A node of the SDK's schemas; `[kind, namespace, name, traits, …]`, or a number for what is
 * simple.
 */
export const sdkNode = (reference: unknown): Node => {
  let ref = reference as SdkRef
  while (typeof ref === 'function') ref = ref()
  const simple = (kind: Kind): Node => ({ kind, facts: undefined, parts: {}, required: [] })
  if (ref === 'unit') return simple('structure')
  if (typeof ref === 'number') {
    const base = ref & 63
    const item = () => sdkNode(base)
    if ((ref & 64) !== 0) return { ...simple('list'), parts: { item } }
    if ((ref & 128) !== 0)
      return { ...simple('map'), parts: { key: () => sdkNode(0), value: item } }
    const kind = (['string', 'double', 'boolean', undefined, 'timestamp', 'timestamp'] as const)[
      base
    ]
    assert.ok(kind, `the SDK's simple schema ${base}`)
    return simple(kind)
  }
  const [kind, , , , fourth, fifth, count] = ref as readonly unknown[]
  switch (kind) {
    case 0:
      return sdkNode(fourth)
    case 1:
      return { ...simple('list'), parts: { item: () => sdkNode(bare(fourth)) } }
    case 2: {
      const parts = { key: () => sdkNode(bare(fourth)), value: () => sdkNode(bare(fifth)) }
      return { ...simple('map'), parts }
    }
    case 3:
    case 4: {
      const names = fourth as string[]
      const members = fifth as unknown[]
      const parts = Object.fromEntries(
        names.map((name, index) => [name, () => sdkNode(bare(members[index]))]),
      )
      const required = kind === 3 ? names.slice(0, (count as number | undefined) ?? 0) : []
      return { ...simple(kind === 3 ? 'structure' : 'union'), parts, required }
    }
    default:
      assert.fail(`the SDK's schema of kind ${kind}`)
  }
}

/** A member with traits is `[reference, traits]`. */
const bare = (member: unknown): unknown => (Array.isArray(member) ? member[0] : member)

/** How a member travels, by the SDK: `label`, a query name, or undefined for the body. */
export const sdkPlaces = (reference: unknown): Record<string, string> => {
  let ref = reference as SdkRef
  while (typeof ref === 'function') ref = ref()
  const places: Record<string, string> = {}
  const [, , , , names, members] = ref as [0, 0, 0, 0, string[], unknown[]]
  for (const [index, member] of members.entries()) {
    const traits: unknown = Array.isArray(member) ? member[1] : 0
    const name = names[index] ?? ''
    if (traits === 1) places[name] = 'label'
    if (typeof traits === 'object') places[name] = (traits as { httpQuery: string }).httpQuery
  }
  return places
}

export type BotoShape = {
  type: string
  union?: true
  sensitive?: true
  members?: Record<string, { shape: string; location?: string; locationName?: string }>
  required?: string[]
  member?: { shape: string }
  key?: { shape: string }
  value?: { shape: string }
  enum?: string[]
  min?: number
  max?: number
  pattern?: string
}

/** A node of botocore's model. */
export const botoNode = (shapes: Record<string, BotoShape>, name: string): Node => {
  const shape = shapes[name]
  assert.ok(shape, `shape ${name}`)
  const node = (to: { shape: string } | undefined) => () => botoNode(shapes, to?.shape ?? '')
  const { type, min, max, pattern, sensitive, required = [] } = shape
  const facts = defined({ min, max, pattern, sensitive })
  switch (type) {
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).map(([at, to]) => [at, node(to)] as const)
      const kind = shape.union === true ? 'union' : 'structure'
      return { kind, facts: {}, parts: Object.fromEntries(members), required }
    }
    case 'list':
      return { kind: type, facts: size(facts), parts: { item: node(shape.member) }, required }
    case 'map': {
      const parts = { key: node(shape.key), value: node(shape.value) }
      return { kind: type, facts: size(facts), parts, required }
    }
    case 'string':
      return shape.enum === undefined
        ? { kind: type, facts: length(facts), parts: {}, required }
        : { kind: 'enum', facts: {}, values: shape.enum, parts: {}, required }
    case 'integer':
    case 'long':
      return { kind: 'integer', facts, parts: {}, required }
    case 'float':
      return { kind: 'double', facts, parts: {}, required }
    default:
      return { kind: type as Kind, facts, parts: {}, required }
  }
}

/** A least length of nothing is no constraint. */
const length = ({ min, ...facts }: Facts): Facts =>
  min === undefined || min === 0 ? facts : { ...facts, min }

/** Connect calls some lists and maps sensitive; no value is echoed anyway. */
const size = ({ sensitive: _, ...facts }: Facts): Facts => length(facts)
