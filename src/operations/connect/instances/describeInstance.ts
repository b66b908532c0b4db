// DescribeInstance: what is known of an instance (B-910).
import { toDate } from '../../../clock.ts'
import type { InstanceRow } from '../../../domain/connect/rows.ts'
import type { ConnectArns } from '../../../ids.ts'
import { onInstance, readInstance } from '../instance-call.ts'

export const describeInstance = readInstance('DescribeInstance', {
  checks: (call) => [onInstance('connect:DescribeInstance', call)],
  load: () => ({}),
  answer: ({ instance, connect }) => ({
    Instance: { ...instanceSummary(instance, connect), Tags: instance.tags },
  }),
})

/** What both DescribeInstance and ListInstances tell. */
export const instanceSummary = (row: InstanceRow, connect: ConnectArns) => ({
  Id: row.id,
  Arn: connect.instance,
  IdentityManagementType: row.identityManagementType,
  ...(row.alias === undefined ? {} : { InstanceAlias: row.alias }),
  CreatedTime: toDate(row.createdAt),
  InstanceStatus: 'ACTIVE' as const,
  InboundCallsEnabled: row.inboundCallsEnabled,
  OutboundCallsEnabled: row.outboundCallsEnabled,
})
