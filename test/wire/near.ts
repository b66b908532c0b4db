// Random inputs that nearly fit an operation: each part is right, missing, or anything at all.
import fc from 'fast-check'
import type { Node } from './model-nodes.ts'

export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('__proto__', 'constructor', 'arn:', 'title', ''),
)

export type NearOptions = {
  /** Texts for members of a name, e.g. ids of things that exist; else any text. */
  readonly texts?: Readonly<Record<string, fc.Arbitrary<string>>>
  /** How often a part is right, against once that it is anything. */
  readonly weight?: number
}

/** Values near a shape; recursive shapes end in empty objects. */
export const near = (
  node: Node,
  { texts = {}, weight = 15 }: NearOptions = {},
  name = '',
  depth = 8,
): fc.Arbitrary<unknown> => {
  const part = (member: string, known = member) =>
    near(node.parts[member]?.() ?? node, { texts, weight }, known, depth - 1)
  const members = () =>
    Object.fromEntries(Object.keys(node.parts).map((member) => [member, part(member)]))
  const fitting = (): fc.Arbitrary<unknown> => {
    if (depth === 0) return fc.constant({})
    switch (node.kind) {
      case 'structure':
        return fc.record(members(), { requiredKeys: [...node.required] })
      case 'union':
        return fc.oneof(
          ...Object.entries(members()).map(([arm, value]) => fc.record({ [arm]: value })),
        )
      case 'list':
        return fc.array(part('item', name), { maxLength: 3 })
      case 'map':
        return fc.dictionary(anyText, part('value'), { maxKeys: 3 })
      case 'enum':
        return fc.constantFrom(...(node.values ?? []))
      case 'boolean':
        return fc.boolean()
      case 'integer':
        return fc.integer({ min: -1, max: 101 })
      case 'timestamp':
        // Near what a clock says; seconds, as Connect has it.
        return fc.integer({ min: 1_790_000_000, max: 1_800_000_000 })
      case 'double':
        return fc.double()
      default:
        return texts[name] ?? anyText
    }
  }
  return fc.oneof({ arbitrary: fitting(), weight }, fc.jsonValue({ maxDepth: 2 }))
}
