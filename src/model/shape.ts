// What TypeBox lacks for an AWS model: maps with key constraints, timestamps, operations. A shape is plain
// data that `wire` walks; a union of one-member objects is an AWS union (exactly one member).
import type { Static, TSchema, TString } from 'typebox'
import { Type } from './type.ts'

/** Which resource a string identifies: such a string may also be given as that resource's ARN. */
export type IdKind =
  | 'domain'
  | 'field'
  | 'layout'
  | 'template'
  | 'case-rule'
  | 'case'
  | 'related-item'
  | ConnectIdKind

/** What lies in an instance of Amazon Connect, and the instance itself. */
export type ConnectIdKind =
  | 'contact'
  | 'file'
  | 'instance'
  | 'integration-association'
  | 'queue'
  | 'rule'
  | 'user'

/** The signing name of a service. */
export type ServiceName = 'cases' | 'connect'

/** A point in time: a `Date` inside, an RFC 3339 string on the wire. */
export const Timestamp = Type.Unsafe<Date>({ type: 'timestamp' })

/** A point in time as Amazon Connect tells it: a `Date` inside, a number of seconds since the epoch on the wire. */
export const EpochTimestamp = Type.Unsafe<Date>({ type: 'timestamp', epoch: true })

/** A JSON object with constrained keys and values. */
export const map = <V extends TSchema>(
  key: TString,
  value: V,
  bounds: { minProperties?: number; maxProperties?: number } = {},
) => Type.Unsafe<Record<string, Static<V>>>({ type: 'map', key, value, ...bounds })

/**
 * The errors that an operation may model. Those of Cases are beside the three that each of them models; those of
 * Connect are all.
 */
export type ModelledError =
  | 'AccessDeniedException'
  | 'ConflictException'
  | 'ContactNotFoundException'
  | 'DuplicateResourceException'
  | 'IdempotencyException'
  | 'InternalServiceException'
  | 'InvalidActiveRegionException'
  | 'InvalidParameterException'
  | 'InvalidRequestException'
  | 'LimitExceededException'
  | 'ResourceConflictException'
  | 'ResourceNotFoundException'
  | 'ServiceQuotaExceededException'
  | 'ThrottlingException'
  | 'ValidationException'

export type Operation<
  Name extends string = string,
  In extends TSchema = TSchema,
  Out extends TSchema = TSchema,
> = {
  readonly name: Name
  /** `cases` unless given. */
  readonly service?: ServiceName
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT'
  /** With `{label}` segments; each label is a member of `input`. */
  readonly path: string
  /** Members of `input` that travel in the query string, and their names there. */
  readonly query?: Readonly<Record<string, string>>
  /** Repeating the request changes nothing more. */
  readonly idempotent?: boolean
  readonly errors: readonly ModelledError[]
  readonly input: In
  readonly output: Out
}

/** Declare an operation; the argument's own type carries its name and shapes. */
export const operation = <const Name extends string, In extends TSchema, Out extends TSchema>(
  data: Operation<Name, In, Out>,
): Operation<Name, In, Out> => data

export type InputOf<O> = O extends Operation<string, infer In, TSchema> ? Static<In> : never
export type OutputOf<O> = O extends Operation<string, TSchema, infer Out> ? Static<Out> : never
