// CreateUser: a user of an instance, whom cases name by ARN (B-930 to B-933). The password is checked and forgotten:
// nobody logs in here.

import type { UserRow } from '../../../domain/connect/rows.ts'
import { refuseUnfittingUser } from '../../../domain/connect/users.ts'
import { duplicateResource, limitExceeded } from '../../../errors.ts'
import { query } from '../../../storage/contract.ts'
import { tagKeys } from '../../cases/case-checks.ts'
import { instanceKey, writeInstance } from '../instance-call.ts'

const kind = 'user'

export const createUser = writeInstance('CreateUser', {
  checks: ({ input, connect }) => [
    {
      action: 'connect:CreateUser',
      resource: connect.any(kind),
      keys: { ...instanceKey(input), ...tagKeys(input.Tags) },
    },
  ],
  load: ({ input: { InstanceId: instanceId, Username } }) => ({
    existing: query('connectResourceByName', { instanceId, kind, name: Username }),
    count: query('connectResourceCount', { instanceId, kind }),
  }),
  decide: (call, { existing, count }) => {
    const { input, connect, quotas, instance } = call
    refuseUnfittingUser(instance.identityManagementType, input)
    if (existing !== undefined) throw duplicateResource('Another user has this Username.')
    if (count >= quotas.usersPerInstance) {
      throw limitExceeded(`The quota is reached: User, ${quotas.usersPerInstance}`)
    }
    const { InstanceId: instanceId, Tags, Password: _, ...document } = input
    const row: UserRow = {
      instanceId,
      kind,
      id: call.newId(),
      name: document.Username,
      document,
      tags: Tags ?? {},
      modifiedAt: call.now,
    }
    return {
      output: { UserId: row.id, UserArn: connect.user(row.id) },
      changes: [{ change: 'connectResource.put', row }],
    }
  },
})
