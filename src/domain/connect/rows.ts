// What storage keeps of Amazon Connect: instances, and the resources that lie in one. Plain immutable data, times in
// milliseconds since the epoch.
import type { Tags } from '../../model/common.ts'
import type {
  ContactInitiationMethod,
  Reference,
  SegmentAttributeValue,
} from '../../model/connect/common.ts'
import type { Endpoint } from '../../model/connect/contacts.ts'
import type { Instance } from '../../model/connect/instances.ts'
import type { CreateIntegrationAssociation } from '../../model/connect/integration-associations.ts'
import type { CreateQueue } from '../../model/connect/queues.ts'
import type { CreateUser } from '../../model/connect/users.ts'
import type { InputOf } from '../../model/shape.ts'

export type InstanceRow = {
  readonly id: string
  readonly alias?: string
  readonly identityManagementType: NonNullable<Instance['IdentityManagementType']>
  readonly directoryId?: string
  readonly inboundCallsEnabled: boolean
  readonly outboundCallsEnabled: boolean
  readonly tags: Tags
  readonly createdAt: number
}

/**
 * Something that lies in an instance. `name` is what no two of its kind in the instance have in common;
 * `document` is what the call that made it gave, in Connect's words.
 */
type Resource<Kind extends string, Document> = {
  readonly instanceId: string
  readonly kind: Kind
  readonly id: string
  readonly name: string
  readonly document: Document
  readonly tags: Tags
  readonly modifiedAt: number
}

type Without<Input, Members extends PropertyKey> = Readonly<
  Omit<Input, Members | 'InstanceId' | 'Tags'>
>

export type IntegrationAssociationRow = Resource<
  'integration-association',
  Without<InputOf<typeof CreateIntegrationAssociation>, never>
>

export type QueueRow = Resource<'queue', Without<InputOf<typeof CreateQueue>, never>>

/** Without the password: nobody logs in here. */
export type UserRow = Resource<'user', Without<InputOf<typeof CreateUser>, 'Password'>>

export type ConnectResourceRow = IntegrationAssociationRow | QueueRow | UserRow

export type ConnectResourceKind = ConnectResourceRow['kind']

/** What Amazon Connect's operations know of a contact beside its ARN, channel and connection. */
export type ContactDetails = {
  readonly instanceId: string
  readonly id: string
  /** Undefined for a contact that took place elsewhere and is only told of. */
  readonly initiationMethod?: ContactInitiationMethod
  readonly initiatedAt: number
  readonly updatedAt: number
  readonly scheduledAt?: number
  /** When it ends by itself, if nobody ends it. */
  readonly expiresAt?: number
  readonly endedAt?: number
  readonly endReason?: string
  readonly previousId?: string
  readonly relatedId?: string
  readonly initialId?: string
  /** The first contact of the tree that it belongs to; often itself. */
  readonly associationId: string
  readonly name?: string
  readonly description?: string
  readonly attributes: Readonly<Record<string, string>>
  readonly references: Readonly<Record<string, Reference>>
  readonly segmentAttributes: Readonly<Record<string, SegmentAttributeValue>>
  readonly userId?: string
  readonly connectedToUserAt?: number
  readonly queueId?: string
  readonly enqueuedAt?: number
  readonly customerEndpoint?: Endpoint
  readonly systemEndpoint?: Endpoint
}

/** The resource, if it is of this kind: a store answers for all kinds alike. */
export const ofKind = <K extends ConnectResourceKind>(
  kind: K,
  row: ConnectResourceRow | undefined,
): Extract<ConnectResourceRow, { kind: K }> | undefined =>
  row?.kind === kind ? (row as Extract<ConnectResourceRow, { kind: K }>) : undefined

/** All that are of this kind. */
export const allOfKind = <K extends ConnectResourceKind>(
  kind: K,
  rows: readonly ConnectResourceRow[],
): Extract<ConnectResourceRow, { kind: K }>[] => rows.flatMap((row) => ofKind(kind, row) ?? [])
