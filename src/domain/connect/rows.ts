// What storage keeps of Amazon Connect: instances, and the resources that lie in one. Plain immutable data, times in
// milliseconds since the epoch.
import type { Tags } from '../../model/common.ts'
import type { Instance } from '../../model/connect/instances.ts'

export type InstanceRow = {
  readonly id: string
  readonly alias?: string
  readonly identityManagementType: NonNullable<Instance['IdentityManagementType']>
  readonly directoryId?: string
  readonly inboundCallsEnabled: boolean
  readonly outboundCallsEnabled: boolean
  readonly tags: Tags
  readonly createdAt: number
}
