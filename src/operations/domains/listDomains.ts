// ListDomains: the account's domains, oldest first, 10 a page at most (B-207, B-208).
import { domainArn } from '../../ids.ts'
import { readAccount } from '../operation.ts'
import { pageOf } from '../paging.ts'

export const listDomains = readAccount('ListDomains', {
  checks: () => [{ action: 'cases:ListDomains', resource: '*' }],
  load: () => ({}),
  answer: (call) => {
    const { rows, more } = pageOf(
      call,
      { operation: 'ListDomains' },
      {
        items: call.configs.domains().toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        keyOf: ({ id }) => id,
        shown: () => true,
        pageMax: 10,
      },
    )
    const domains = rows.map(({ id, name }) => ({
      domainId: id,
      domainArn: domainArn(call.location, id),
      name,
    }))
    return { domains, ...more }
  },
})
