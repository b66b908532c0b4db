// Domains: the container of everything else, and the boundary that no request crosses.
import type { Static } from 'typebox'
import { DomainId, NextToken, Tags } from './common.ts'
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const DomainArn = Type.String({ minLength: 1, maxLength: 500 })
export type DomainArn = Static<typeof DomainArn>

export const DomainName = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type DomainName = Static<typeof DomainName>

export const DomainStatus = Type.Enum(['Active', 'CreationInProgress', 'CreationFailed'])
export type DomainStatus = Static<typeof DomainStatus>

export const DomainSummary = Type.Object({
  domainId: DomainId,
  domainArn: DomainArn,
  name: DomainName,
})
export type DomainSummary = Static<typeof DomainSummary>

/** Create a domain. */
export const CreateDomain = operation({
  name: 'CreateDomain',
  method: 'POST',
  path: '/domains',
  idempotent: true,
  errors: ['ValidationException', 'ConflictException', 'ServiceQuotaExceededException'],
  input: Type.Object({
    name: DomainName,
  }),
  output: Type.Object({
    domainId: DomainId,
    domainArn: DomainArn,
    domainStatus: DomainStatus,
  }),
})

/** Describe a domain. */
export const GetDomain = operation({
  name: 'GetDomain',
  method: 'POST',
  path: '/domains/{domainId}',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
  }),
  output: Type.Object({
    domainId: DomainId,
    domainArn: DomainArn,
    name: DomainName,
    createdTime: Timestamp,
    domainStatus: DomainStatus,
    tags: Type.Optional(Tags),
  }),
})

/** List the domains of the account. */
export const ListDomains = operation({
  name: 'ListDomains',
  method: 'POST',
  path: '/domains-list',
  query: { maxResults: 'maxResults', nextToken: 'nextToken' },
  errors: ['ValidationException'],
  input: Type.Object({
    maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    domains: Type.Array(DomainSummary),
    nextToken: Type.Optional(NextToken),
  }),
})

/** Delete a domain and all it holds. */
export const DeleteDomain = operation({
  name: 'DeleteDomain',
  method: 'DELETE',
  path: '/domains/{domainId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
  }),
  output: Type.Object({}),
})
