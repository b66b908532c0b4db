// DescribeUser: what is known of a user (B-930).
import { toDate } from '../../../clock.ts'
import { readInstance } from '../instance-call.ts'
import { attributesOf, existingOf, onResource, resourceById } from '../resource.ts'

export const describeUser = readInstance('DescribeUser', {
  checks: (call) => [
    onResource('connect:DescribeUser', call.connect.user(call.input.UserId), call),
  ],
  load: (call) => ({ row: resourceById(call, 'user', call.input.UserId) }),
  stored: ({ row }) => attributesOf(row),
  answer: ({ input, connect, location }, { row }) => {
    const { id, document, tags, modifiedAt } = existingOf('user', row, input.UserId)
    return {
      User: {
        ...document,
        Id: id,
        Arn: connect.user(id),
        Tags: tags,
        LastModifiedTime: toDate(modifiedAt),
        LastModifiedRegion: location.region,
      },
    }
  },
})
