// The quota of tasks that are active in an instance: begun or scheduled, not ended and not expired.
import type { Quotas } from '../../../domain/quotas.ts'
import { quotaExceeded } from '../../../errors.ts'
import { query } from '../../../storage/contract.ts'
import type { InstanceCall } from '../instance-call.ts'

/** How many there are. */
export const activeTasks = ({ input, now }: InstanceCall<{ readonly InstanceId: string }>) =>
  query('activeContacts', { instanceId: input.InstanceId, channel: 'TASK', nowMs: now })

export const refuseOneMoreTask = (active: number, quotas: Quotas): void => {
  if (active < quotas.activeTasksPerInstance) return
  throw quotaExceeded(`The quota is reached: active tasks, ${quotas.activeTasksPerInstance}`)
}
