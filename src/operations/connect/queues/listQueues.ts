// ListQueues: the queues of an instance, the oldest first (B-942).
import { toDate } from '../../../clock.ts'
import { instanceKey, readInstance } from '../instance-call.ts'
import { pageOfKind, pageQuery } from '../resource.ts'

const operation = 'ListQueues'

export const listQueues = readInstance(operation, {
  checks: ({ connect, input }) => [
    { action: 'connect:ListQueues', resource: connect.any('queue'), keys: instanceKey(input) },
  ],
  load: (call) => ({ page: pageQuery(call, operation, 'queue') }),
  answer: (call, { page }) => {
    const { rows, more } = pageOfKind(call, operation, 'queue', page)
    const { QueueTypes: types = [] } = call.input
    // There are no agent queues here.
    if (types.length > 0 && !types.includes('STANDARD')) return { QueueSummaryList: [] }
    return {
      QueueSummaryList: rows.map(({ id, document, modifiedAt }) => ({
        Id: id,
        Arn: call.connect.queue(id),
        Name: document.Name,
        QueueType: 'STANDARD' as const,
        LastModifiedTime: toDate(modifiedAt),
        LastModifiedRegion: call.location.region,
      })),
      ...more,
    }
  },
})
