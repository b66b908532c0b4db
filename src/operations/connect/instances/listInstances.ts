// ListInstances: the account's instances, the oldest first, 10 a page at most (B-913).
import { connectArnsOf } from '../../../ids.ts'
import { query } from '../../../storage/contract.ts'
import { readAccount } from '../../operation.ts'
import { pageOf } from '../../paging.ts'
import { pagedAsCases } from '../paged.ts'
import { instanceSummary } from './describeInstance.ts'

export const listInstances = readAccount('ListInstances', {
  checks: () => [{ action: 'connect:ListInstances', resource: '*' }],
  load: () => ({ instances: query('connectInstances', {}) }),
  answer: (call, { instances }) => {
    const { rows, more } = pageOf(
      pagedAsCases(call),
      { operation: 'ListInstances' },
      { items: instances, keyOf: ({ id }) => id, shown: () => true, pageMax: 10 },
    )
    return {
      InstanceSummaryList: rows.map((row) =>
        instanceSummary(row, connectArnsOf(call.location, row.id)),
      ),
      ...(more.nextToken === undefined ? {} : { NextToken: more.nextToken }),
    }
  },
})
