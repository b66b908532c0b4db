// DescribeQueue: what is known of a queue (B-940).
import { toDate } from '../../../clock.ts'
import { readInstance } from '../instance-call.ts'
import { attributesOf, existingOf, onResource, resourceById } from '../resource.ts'

export const describeQueue = readInstance('DescribeQueue', {
  checks: (call) => [
    onResource('connect:DescribeQueue', call.connect.queue(call.input.QueueId), call),
  ],
  load: (call) => ({ row: resourceById(call, 'queue', call.input.QueueId) }),
  stored: ({ row }) => attributesOf(row),
  answer: ({ input, connect, location }, { row }) => {
    const { id, document, tags, modifiedAt } = existingOf('queue', row, input.QueueId)
    const { QuickConnectIds: _, EmailAddressesConfig: __, ...told } = document
    return {
      Queue: {
        ...told,
        QueueId: id,
        QueueArn: connect.queue(id),
        Status: 'ENABLED',
        Tags: tags,
        LastModifiedTime: toDate(modifiedAt),
        LastModifiedRegion: location.region,
      },
    }
  },
})
