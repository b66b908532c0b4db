// An operation on an instance of Amazon Connect: the instance is loaded beside what the operation itself needs, and
// must exist before anything has a meaning.
import type { InstanceRow } from '../../domain/connect/rows.ts'
import { notFound } from '../../errors.ts'
import { type ConnectArns, connectArnsOf } from '../../ids.ts'
import type { ConnectOperationName, Input, Output } from '../../model/index.ts'
import { type Plan, query, type Rows } from '../../storage/contract.ts'
import {
  type AccountCall,
  type Answer,
  type Check,
  type Handler,
  readAccount,
  type StoredAttributes,
  writeAccount,
} from '../operation.ts'

type InInstance = { readonly InstanceId: string }

/** The operations whose path or body names an instance. */
type Name = {
  [N in ConnectOperationName]: Input<N> extends InInstance ? N : never
}[ConnectOperationName]

/** A call on an instance that may not exist. */
export type InstanceCall<In> = AccountCall<In> & { readonly connect: ConnectArns }

/** The same when it does. */
export type ExistingInstanceCall<In> = InstanceCall<In> & { readonly instance: InstanceRow }

type Attributes = Readonly<Record<string, StoredAttributes | undefined>>

type Definition<N extends Name, P extends Plan> = {
  checks(call: InstanceCall<Input<N>>): readonly Check[]
  load(call: InstanceCall<Input<N>>): P
  /** Beside `instance`, whose tags are known by that name. */
  stored?(rows: Rows<P>): Attributes
}

type ReadDefinition<N extends Name, P extends Plan> = Definition<N, P> & {
  answer(call: ExistingInstanceCall<Input<N>>, rows: Rows<P>): Output<N>
}

type WriteDefinition<N extends Name, P extends Plan> = Definition<N, P> & {
  decide(call: ExistingInstanceCall<Input<N>>, rows: Rows<P>): Answer<Output<N>>
}

/** An operation that changes nothing, on an instance. */
export const readInstance = <N extends Name, P extends Plan>(
  name: N,
  definition: ReadDefinition<N, P>,
): Handler =>
  readAccount<N, Plan>(name, {
    ...common(definition),
    answer: (call, rows) => definition.answer(existing(call, rows), rows as Rows<P>),
  })

/** An operation that changes something, on an instance. */
export const writeInstance = <N extends Name, P extends Plan>(
  name: N,
  definition: WriteDefinition<N, P>,
): Handler =>
  writeAccount<N, Plan>(name, {
    ...common(definition),
    decide: (call, rows) => definition.decide(existing(call, rows), rows as Rows<P>),
  })

/** What an instance's own checks may ask of it. */
export const onInstance = (
  action: string,
  { connect, input }: InstanceCall<InInstance>,
  keys: Check['keys'] = {},
): Check => ({
  action,
  resource: connect.instance,
  keys: { ...instanceKey(input), ...keys },
  stored: 'instance',
})

/** `connect:InstanceId` is the id alone. */
export const instanceKey = ({ InstanceId }: InInstance) => ({ 'connect:InstanceId': InstanceId })

const common = <N extends Name, P extends Plan>({ checks, load, stored }: Definition<N, P>) => ({
  checks: (call: AccountCall<Input<N>>) => checks(placed(call)),
  load: (call: AccountCall<Input<N>>): Plan => ({
    ...load(placed(call)),
    '~instance': query('connectInstance', { id: instanceIdOf(call) }),
  }),
  stored: (rows: Rows<Plan>): Attributes => {
    const instance = instanceIn(rows)
    return {
      ...stored?.(rows as Rows<P>),
      instance: instance === undefined ? undefined : { tags: instance.tags },
    }
  },
})

// Every operation of `Name` has the member, which is how they are told from others.
const instanceIdOf = ({ input }: AccountCall<unknown>): string => (input as InInstance).InstanceId

const instanceIn = (rows: Rows<Plan>): InstanceRow | undefined =>
  rows['~instance'] as InstanceRow | undefined

const placed = <In>(call: AccountCall<In>): InstanceCall<In> => ({
  ...call,
  connect: connectArnsOf(call.location, instanceIdOf(call)),
})

const existing = <In>(call: AccountCall<In>, rows: Rows<Plan>): ExistingInstanceCall<In> => {
  const instance = instanceIn(rows)
  if (instance === undefined) throw notFound('Instance', instanceIdOf(call))
  return { ...placed(call), instance }
}
