// CreateQueue: a standard queue (B-940, B-941). What it refers to is not held here, and is kept as given.
import type { QueueRow } from '../../../domain/connect/rows.ts'
import { duplicateResource, limitExceeded } from '../../../errors.ts'
import { query } from '../../../storage/contract.ts'
import { tagKeys } from '../../cases/case-checks.ts'
import { instanceKey, writeInstance } from '../instance-call.ts'

const kind = 'queue'

export const createQueue = writeInstance('CreateQueue', {
  checks: ({ input, connect }) => [
    {
      action: 'connect:CreateQueue',
      resource: connect.any(kind),
      keys: { ...instanceKey(input), ...tagKeys(input.Tags) },
    },
  ],
  load: ({ input: { InstanceId: instanceId, Name } }) => ({
    existing: query('connectResourceByName', { instanceId, kind, name: Name }),
    count: query('connectResourceCount', { instanceId, kind }),
  }),
  decide: (call, { existing, count }) => {
    const { input, connect, quotas } = call
    if (existing !== undefined) throw duplicateResource('Another queue has this name.')
    if (count >= quotas.queuesPerInstance) {
      throw limitExceeded(`The quota is reached: Queue, ${quotas.queuesPerInstance}`)
    }
    const { InstanceId: instanceId, Tags, ...document } = input
    const row: QueueRow = {
      instanceId,
      kind,
      id: call.newId(),
      name: document.Name,
      document,
      tags: Tags ?? {},
      modifiedAt: call.now,
    }
    return {
      output: { QueueId: row.id, QueueArn: connect.queue(row.id) },
      changes: [{ change: 'connectResource.put', row }],
    }
  },
})
