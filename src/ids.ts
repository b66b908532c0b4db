// Ids and ARNs: make them, parse them, tell them apart. Ids that we make are UUIDs of version 7: time-ordered,
// so that an index grows at its end (4 times the inserts of random ids). What is not of that form is no id of
// ours and simply not found; it never reaches SQL as anything but a parameter.
import type { Clock } from './clock.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type DomainId = Branded<'DomainId'>
export type CaseId = Branded<'CaseId'>
export type RelatedItemId = Branded<'RelatedItemId'>

/** Where this server says it is: the parts of every ARN that do not depend on the resource. */
export type Location = {
  readonly partition: string
  readonly region: string
  readonly accountId: string
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const fieldForm = /^[a-z][a-z_]{0,63}$/

/** Whether a text has the form of an id that this server makes. */
export const isUuid = (text: string): boolean => uuidForm.test(text)

/** Whether a text can be a field's id: one of ours, or a system field's name such as `case_id`. */
export const isFieldId = (text: string): boolean => isUuid(text) || fieldForm.test(text)

/** A maker of UUIDv7 ids that are strictly increasing within this process. */
export const idMaker = (clock: Clock): (() => string) => {
  let lastMs = 0
  let counter = 0
  return () => {
    const ms = clock.now()
    const random = clock.random(8)
    if (ms > lastMs) {
      lastMs = ms
      counter = random.readUInt16BE(6) & 0x7ff
    } else {
      counter += 1
      // 12 bits of counter a millisecond; past that the id runs ahead of the clock (RFC 9562, 6.2).
      if (counter > 0xfff) {
        lastMs += 1
        counter = 0
      }
    }
    return formatUuid7(lastMs, counter, random)
  }
}

const formatUuid7 = (ms: number, counter: number, random: Buffer): string => {
  const time = ms.toString(16).padStart(12, '0')
  const sequence = counter.toString(16).padStart(3, '0')
  const variant = (((random[0] ?? 0) & 0x3f) | 0x80).toString(16)
  const rest = random.toString('hex', 1, 8)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`
}

/** The canonical ARN of everything in a domain; `…Id` that has no id's form becomes `unknown`. */
export type Arns = ReturnType<typeof makeArns>

/** Made once a domain: a request needs them several times. */
export const arnsOf = (location: Location, domainId: string): Arns => {
  let known = knownArns.get(location)
  if (known === undefined || known.size > knownArnsMax) {
    known = new Map()
    knownArns.set(location, known)
  }
  const found = known.get(domainId)
  if (found !== undefined) return found
  const made = makeArns(location, domainId)
  known.set(domainId, made)
  return made
}

const knownArns = new WeakMap<Location, Map<string, Arns>>()
const knownArnsMax = 1000

const makeArns = (location: Location, domainId: string) => {
  const domain = domainArn(location, domainId)
  const uuid = (id: string) => (isUuid(id) ? id : 'unknown')
  return {
    domain,
    field: (id: string) => `${domain}/field/${isFieldId(id) ? id : 'unknown'}`,
    layout: (id: string) => `${domain}/layout/${uuid(id)}`,
    template: (id: string) => `${domain}/template/${uuid(id)}`,
    caseRule: (id: string) => `${domain}/case-rule/${uuid(id)}`,
    case: (id: string) => `${domain}/case/${uuid(id)}`,
    relatedItem: (caseId: string, id: string) =>
      `${domain}/case/${uuid(caseId)}/related-item/${uuid(id)}`,
    /** A resource that the request is about to create: `…/field/*`. */
    anyField: `${domain}/field/*`,
    anyLayout: `${domain}/layout/*`,
    anyTemplate: `${domain}/template/*`,
    anyCaseRule: `${domain}/case-rule/*`,
    anyCase: `${domain}/case/*`,
    anyRelatedItem: (caseId: string) => `${domain}/case/${uuid(caseId)}/related-item/*`,
  }
}

export const domainArn = (location: Location, domainId: string): string =>
  `arn:${location.partition}:cases:${location.region}:${location.accountId}:domain/${
    isUuid(domainId) ? domainId : 'unknown'
  }`

/** The server itself as the author of what it does on its own. No key can have this principal. */
export const serverArn = ({ partition, accountId }: Location, part: 'clock'): string =>
  `arn:${partition}:iam::${accountId}:role/opencases/${part}`

export type ResourceKind =
  | 'domain'
  | 'field'
  | 'layout'
  | 'template'
  | 'case-rule'
  | 'case'
  | 'related-item'

/** What a Cases ARN of this server names; `parentId` is the case of a related item. */
export type ParsedArn = {
  readonly kind: ResourceKind
  readonly domainId: string
  readonly id: string
  readonly caseId?: string
}

const resourceForm =
  /^domain\/([^/]+)(?:\/(field|layout|template|case-rule|case)\/([^/]+)(?:\/related-item\/([^/]+))?)?$/

/**
 * Parse an ARN of this server. Undefined for another partition, service, region or account, and for ids
 * that are not of our form: such a thing does not exist here.
 */
export const parseArn = (location: Location, text: string): ParsedArn | undefined => {
  const prefix = `arn:${location.partition}:cases:${location.region}:${location.accountId}:`
  if (!text.startsWith(prefix)) return undefined
  const [matched, domainId, kind, id, relatedItemId] =
    resourceForm.exec(text.slice(prefix.length)) ?? []
  if (matched === undefined || domainId === undefined || !isUuid(domainId)) return undefined
  if (kind === undefined || id === undefined) return { kind: 'domain', domainId, id: domainId }
  if (kind === 'field' ? !isFieldId(id) : !isUuid(id)) return undefined
  if (relatedItemId === undefined) return { kind: kind as ResourceKind, domainId, id }
  if (kind !== 'case' || !isUuid(relatedItemId)) return undefined
  return { kind: 'related-item', domainId, id: relatedItemId, caseId: id }
}

/** The canonical ARNs of an instance of Amazon Connect and what lies in it. */
export type ConnectArns = ReturnType<typeof connectArnsOf>

export const connectArnsOf = (location: Location, instanceId: string) => {
  const { partition, region, accountId } = location
  const uuid = (id: string) => (isUuid(id) ? id : 'unknown')
  const instance = `arn:${partition}:connect:${region}:${accountId}:instance/${uuid(instanceId)}`
  const of = (kind: keyof typeof connectSegments) => (id: string) =>
    `${instance}/${connectSegments[kind]}/${uuid(id)}`
  return {
    instance,
    contact: of('contact'),
    file: of('file'),
    integrationAssociation: of('integration-association'),
    queue: of('queue'),
    rule: of('rule'),
    user: of('user'),
    /** What is not held here, but asked about in policies. */
    other: (segment: OtherSegment, id: string | undefined) =>
      id === undefined ? undefined : `${instance}/${segment}/${uuid(lastPart(id))}`,
    /** Something that the request is about to create: `…/contact/*`. */
    any: (kind: keyof typeof connectSegments) => `${instance}/${connectSegments[kind]}/*`,
  }
}

type OtherSegment = 'contact-flow' | 'task-template' | 'transfer-destination'

/** The id in an ARN, or the id itself. */
const lastPart = (text: string): string => text.slice(text.lastIndexOf('/') + 1)

/** What an ARN of Amazon Connect calls each kind: a user is an agent there. */
const connectSegments = {
  contact: 'contact',
  file: 'file',
  'integration-association': 'integration-association',
  queue: 'queue',
  rule: 'rule',
  user: 'agent',
} as const

/** The id of the instance that an ARN of Amazon Connect names, wherever it is; empty if it names none. */
export const instanceIdIn = (arn: string): string => /:instance\/([^/]+)/.exec(arn)?.[1] ?? ''

/** What an ARN of Amazon Connect names, as far as this server can have it. */
export type ParsedConnectArn = {
  readonly kind: keyof typeof connectSegments | 'instance'
  readonly instanceId: string
  readonly id: string
}

const connectForm = /^instance\/([^/]+)(?:\/([a-z-]+)\/([^/]+))?$/

/** Parse an ARN of an instance at this place, or of what lies in it; undefined for anything else. */
export const parseConnectArn = (location: Location, text: string): ParsedConnectArn | undefined => {
  const prefix = `arn:${location.partition}:connect:${location.region}:${location.accountId}:`
  if (!text.startsWith(prefix)) return undefined
  const [, instanceId, segment, id] = connectForm.exec(text.slice(prefix.length)) ?? []
  if (instanceId === undefined || !isUuid(instanceId)) return undefined
  if (segment === undefined || id === undefined) {
    return { kind: 'instance', instanceId, id: instanceId }
  }
  const kind = connectKinds.get(segment)
  return kind === undefined || !isUuid(id) ? undefined : { kind, instanceId, id }
}

const connectKinds = new Map(
  Object.entries(connectSegments).map(([kind, segment]) => [
    segment as string,
    kind as keyof typeof connectSegments,
  ]),
)
