// Everything that has an ARN may be given by it: real clients pass a case's ARN as `caseId`. Before
// anything is decided the ARN becomes the id that it names, if it lies where the path says. If not,
// the text stays as it is, has no id's form, and is simply not found; no policy is ever evaluated
// on a caller's text.
import { type Location, type ParsedArn, parseArn, parseConnectArn } from '../ids.ts'
import type { ConnectIdKind, IdKind, Operation } from '../model/shape.ts'
import { compiler, type Member, type Shape, shapeOf } from './shape.ts'

/** Replace ARNs by ids, in place: the input is ours since it was deserialized. */
export type Canonicalize = (input: Record<string, unknown>) => void

/** Compile the canonicalization of one operation's input. */
export const canonicalizer = (operation: Operation, location: Location): Canonicalize => {
  const shape = shapeOf(operation.input)
  if (shape.kind !== 'structure') return () => undefined
  const has = (name: string) => shape.members.some((member) => member.name === name)
  const [outer, inner] = has('InstanceId')
    ? (['InstanceId', undefined] as const)
    : (['domainId', has('caseId') ? 'caseId' : undefined] as const)
  // An operation on no domain or instance has nothing that an ARN's could be held against.
  if (!has(outer)) return () => undefined
  const members = rewriteMembers(
    shape.members.filter(({ name }) => name !== outer && name !== inner),
    rewriter,
  )
  return (input) => {
    const place: Place = { location, outerId: undefined, caseId: undefined }
    place.outerId = canonical(outer === 'domainId' ? 'domain' : 'instance', input[outer], place)
    input[outer] = place.outerId
    if (inner !== undefined && input[inner] !== undefined) {
      place.caseId = canonical('case', input[inner], place)
      input[inner] = place.caseId
    }
    members?.(input, place)
  }
}

/** `outerId`: the domain, or the instance of an operation of Amazon Connect. */
type Place = { location: Location; outerId: unknown; caseId: unknown }

/** Gives the value back, rewritten; undefined as a function: nothing in this shape can be an id. */
type Rewrite = (value: unknown, place: Place) => unknown

const rewriter = compiler<Rewrite>((shape, part) => {
  switch (shape.kind) {
    case 'text': {
      const kind = shape.idOf
      return kind === undefined ? same : (value, place) => canonical(kind, value, place)
    }
    case 'list': {
      const item = part(shape.item)
      if (item === same) return same
      return (value, place) => {
        const items = value as unknown[]
        for (let index = 0; index < items.length; index += 1)
          items[index] = item(items[index], place)
        return items
      }
    }
    case 'structure':
    case 'union':
      return rewriteMembers(shape.members, part)
    default:
      return same
  }
})

const same: Rewrite = (value) => value

const rewriteMembers = (members: readonly Member[], part: (shape: Shape) => Rewrite): Rewrite => {
  const known = members
    .map(({ name, shape }) => ({ name, rewrite: part(shape) }))
    .filter(({ rewrite }) => rewrite !== same)
  if (known.length === 0) return same
  return (value, place) => {
    const given = value as Record<string, unknown>
    for (const { name, rewrite } of known) {
      const member = given[name]
      if (member !== undefined) given[name] = rewrite(member, place)
    }
    return given
  }
}

const canonical = (kind: IdKind, value: unknown, place: Place): unknown => {
  const text = value as string
  if (!text.startsWith('arn:')) return text
  if (isOfConnect(kind)) {
    const arn = parseConnectArn(place.location, text)
    const fits = arn?.kind === kind && (kind === 'instance' || arn.instanceId === place.outerId)
    return fits ? arn.id : text
  }
  const arn = parseArn(place.location, text)
  return arn !== undefined && arn.kind === kind && liesIn(arn, place) ? arn.id : text
}

const isOfConnect = (kind: IdKind): kind is ConnectIdKind => kind in connectKinds

const connectKinds: Readonly<Record<ConnectIdKind, true>> = {
  contact: true,
  file: true,
  instance: true,
  'integration-association': true,
  queue: true,
  rule: true,
  user: true,
}

const liesIn = (arn: ParsedArn, place: Place): boolean =>
  arn.kind === 'domain' ||
  (arn.domainId === place.outerId && (arn.kind !== 'related-item' || arn.caseId === place.caseId))
