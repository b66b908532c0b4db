// CreateInstance: an instance of Amazon Connect, active at once (B-910 to B-912).
import type { InstanceRow } from '../../../domain/connect/rows.ts'
import { invalidRequest, quotaExceeded } from '../../../errors.ts'
import { connectArnsOf } from '../../../ids.ts'
import type { Input, Output } from '../../../model/index.ts'
import { query } from '../../../storage/contract.ts'
import { tagKeys } from '../../cases/case-checks.ts'
import { type ClientToken, firstAnswer, remembered, repeated } from '../../client-token.ts'
import { writeAccount } from '../../operation.ts'

export const createInstance = writeAccount('CreateInstance', {
  checks: ({ input }) => [
    { action: 'connect:CreateInstance', resource: '*', keys: tagKeys(input.Tags) },
  ],
  load: (call) => ({
    first: firstAnswer(call, tokenOf(call.input)),
    instances: query('connectInstances', {}),
  }),
  decide: (call, { first, instances }) => {
    const { input, quotas } = call
    const token = tokenOf(input)
    const answered = repeated<Output<'CreateInstance'>>(token, first, invalidRequest)
    if (answered !== undefined) return { output: answered, changes: [] }
    refuseUnfitting(input, instances)
    if (instances.length >= quotas.instancesPerAccount) {
      throw quotaExceeded(`The quota is reached: Instance, ${quotas.instancesPerAccount}`)
    }
    const { InstanceAlias: alias, DirectoryId: directoryId } = input
    const row: InstanceRow = {
      id: call.newId(),
      ...(alias === undefined ? {} : { alias }),
      identityManagementType: input.IdentityManagementType,
      ...(directoryId === undefined ? {} : { directoryId }),
      inboundCallsEnabled: input.InboundCallsEnabled,
      outboundCallsEnabled: input.OutboundCallsEnabled,
      tags: input.Tags ?? {},
      createdAt: call.now,
    }
    const output = { Id: row.id, Arn: connectArnsOf(call.location, row.id).instance }
    return {
      output,
      changes: [{ change: 'connectInstance.put', row }, ...remembered(call, token, output)],
    }
  },
})

const tokenOf = ({ ClientToken: token, ...request }: Input<'CreateInstance'>): ClientToken => ({
  operation: 'CreateInstance',
  place: '',
  token,
  request,
})

const refuseUnfitting = (
  { IdentityManagementType, InstanceAlias, DirectoryId }: Input<'CreateInstance'>,
  instances: readonly InstanceRow[],
): void => {
  const isExisting = IdentityManagementType === 'EXISTING_DIRECTORY'
  if (isExisting !== (DirectoryId !== undefined)) {
    throw invalidRequest('A DirectoryId goes with the EXISTING_DIRECTORY type, and no other.')
  }
  if (!isExisting && InstanceAlias === undefined) {
    throw invalidRequest('An instance without a directory of its own needs an InstanceAlias.')
  }
  const alias = InstanceAlias?.toLowerCase()
  if (alias !== undefined && instances.some((each) => each.alias?.toLowerCase() === alias)) {
    throw invalidRequest('Another instance has this InstanceAlias.')
  }
}
