// What the operations on users, queues and integration associations share: one of a kind, a page of a kind, and the
// checks on them.
import {
  allOfKind,
  type ConnectResourceKind,
  type ConnectResourceRow,
  ofKind,
} from '../../domain/connect/rows.ts'
import { ApiError, notFound, type ResourceType } from '../../errors.ts'
import { type Page, query } from '../../storage/contract.ts'
import { attempt } from '../attempt.ts'
import type { Check, StoredAttributes } from '../operation.ts'
import type { PageQuestion } from '../page-token.ts'
import { type InstanceCall, instanceKey } from './instance-call.ts'

type InInstance = { readonly InstanceId: string }

type Paged = InInstance & {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** The question for one resource by its id. */
export const resourceById = (
  { input }: InstanceCall<InInstance>,
  kind: ConnectResourceKind,
  id: string,
) => query('connectResource', { instanceId: input.InstanceId, kind, id })

const types: Readonly<Record<ConnectResourceKind, ResourceType>> = {
  'integration-association': 'IntegrationAssociation',
  queue: 'Queue',
  user: 'User',
}

/** The resource that was asked for; it must exist. */
export const existingOf = <K extends ConnectResourceKind>(
  kind: K,
  row: ConnectResourceRow | undefined,
  id: string,
): Extract<ConnectResourceRow, { kind: K }> => {
  const found = ofKind(kind, row)
  if (found === undefined) throw notFound(types[kind], id)
  return found
}

/** A check on one stored resource, whose tags are loaded under the name `resource`. */
export const onResource = (
  action: string,
  resource: string,
  call: InstanceCall<InInstance>,
): Check => ({ action, resource, keys: instanceKey(call.input), stored: 'resource' })

/** Attributes for `onResource`. */
export const attributesOf = (
  row: ConnectResourceRow | undefined,
): Readonly<Record<string, StoredAttributes | undefined>> => ({
  resource: row === undefined ? undefined : { tags: row.tags },
})

/** [docs ListUsers, ListQueues] How many are on a page unless the request says otherwise. */
const pageDefault = 100

/**
 * The question for one page of a kind. A token that is not good asks for the first page, and is refused by
 * `pageOfKind`: first the instance must exist.
 */
export const pageQuery = (
  call: InstanceCall<Paged>,
  operation: string,
  kind: ConnectResourceKind,
) => {
  const { input } = call
  const after = attempt(() => call.pageTokens.open(questionOf(call, operation), input.NextToken))
  return query('connectResources', {
    instanceId: input.InstanceId,
    kind,
    limit: input.MaxResults ?? pageDefault,
    ...(after === undefined || after instanceof ApiError ? {} : { after }),
  })
}

/** That page, and the token of the next if there is one. */
export const pageOfKind = <K extends ConnectResourceKind>(
  call: InstanceCall<Paged>,
  operation: string,
  kind: K,
  { rows, next }: Page<ConnectResourceRow>,
) => {
  const question = questionOf(call, operation)
  call.pageTokens.open(question, call.input.NextToken)
  return {
    rows: allOfKind(kind, rows),
    more: next === undefined ? {} : { NextToken: call.pageTokens.seal(question, next) },
  }
}

const questionOf = ({ input }: InstanceCall<Paged>, operation: string): PageQuestion => ({
  operation,
  domainId: input.InstanceId,
})
