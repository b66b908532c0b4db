// Which operation a request is for: by signing name, method and path. The paths of all services are
// one tree of segments; each segment is decoded once, after the path was split, so that a label may
// hold a slash.
import { allOperations, type OperationName } from '../model/index.ts'
import type { Operation, ServiceName } from '../model/shape.ts'

export type Route = {
  readonly service: ServiceName
  readonly name: OperationName
  /** The decoded labels of the path. */
  readonly labels: Readonly<Record<string, string>>
}

export type Router = (
  method: string,
  path: string,
  service: string | undefined,
) => Route | undefined

/**
 * A router over all operations. `path` is the raw path of the request line. Where two services
 * share a method and path, `service` decides; a request that names neither gets the first, and
 * fails authentication there. What is `hidden` is not there.
 */
export const createRouter = (hidden: ReadonlySet<string> = new Set()): Router => {
  const root = node()
  for (const [name, operation] of Object.entries<Operation>(allOperations)) {
    if (!hidden.has(name)) plant(root, name as OperationName, operation)
  }
  return (method, path, service) => {
    const values: string[] = []
    const leaf = find(root, path, values)?.get(method)
    const target = leaf?.find((candidate) => candidate.service === service) ?? leaf?.[0]
    if (target === undefined) return undefined
    const labels: Record<string, string> = {}
    for (const [index, label] of target.labels.entries()) labels[label] = values[index] ?? ''
    return { service: target.service, name: target.name, labels }
  }
}

type Target = {
  readonly service: ServiceName
  readonly name: OperationName
  readonly labels: readonly string[]
}

type Node = {
  readonly literals: Map<string, Node>
  label: Node | undefined
  readonly targets: Map<string, Target[]>
}

const node = (): Node => ({ literals: new Map(), label: undefined, targets: new Map() })

const plant = (root: Node, name: OperationName, { service = 'cases', method, path }: Operation) => {
  const labels: string[] = []
  let at = root
  // `related-items/` and `rules-list/` are sent with and without their last slash (B-003).
  for (const segment of path.replace(/\/$/, '').split('/').slice(1)) {
    const [, label] = /^\{(.+)\}$/.exec(segment) ?? []
    if (label !== undefined) labels.push(label)
    at = label === undefined ? child(at, segment) : labelled(at)
  }
  const ends = path.endsWith('/') ? [at, child(at, '')] : [at]
  for (const end of ends) {
    const targets = end.targets.get(method) ?? []
    end.targets.set(method, [...targets, { service, name, labels }])
  }
}

const child = (at: Node, segment: string): Node => {
  const next = at.literals.get(segment) ?? node()
  at.literals.set(segment, next)
  return next
}

const labelled = (at: Node): Node => {
  at.label ??= node()
  return at.label
}

const find = (root: Node, path: string, values: string[]) => {
  let at = root
  for (const segment of path.split('/').slice(1)) {
    const literal = at.literals.get(segment)
    if (literal !== undefined) {
      at = literal
      continue
    }
    const value = decode(segment)
    if (at.label === undefined || value === undefined || value === '') return undefined
    values.push(value)
    at = at.label
  }
  return at.targets
}

const decode = (segment: string): string | undefined => {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
