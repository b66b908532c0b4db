// ListUsers: the users of an instance, the oldest first (B-934).
import { toDate } from '../../../clock.ts'
import { onInstance, readInstance } from '../instance-call.ts'
import { pageOfKind, pageQuery } from '../resource.ts'

const operation = 'ListUsers'

export const listUsers = readInstance(operation, {
  checks: (call) => [onInstance('connect:ListUsers', call)],
  load: (call) => ({ page: pageQuery(call, operation, 'user') }),
  answer: (call, { page }) => {
    const { rows, more } = pageOfKind(call, operation, 'user', page)
    return {
      UserSummaryList: rows.map(({ id, document, modifiedAt }) => ({
        Id: id,
        Arn: call.connect.user(id),
        Username: document.Username,
        LastModifiedTime: toDate(modifiedAt),
        LastModifiedRegion: call.location.region,
      })),
      ...more,
    }
  },
})
