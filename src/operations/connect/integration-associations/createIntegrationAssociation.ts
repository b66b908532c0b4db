// CreateIntegrationAssociation: CASES_DOMAIN ties an instance to one domain; EVENT is kept for whoever reads it
// (B-920 to B-923).
import type { IntegrationAssociationRow } from '../../../domain/connect/rows.ts'
import { duplicateResource, invalidRequest } from '../../../errors.ts'
import { query } from '../../../storage/contract.ts'
import { tagKeys } from '../../cases/case-checks.ts'
import { onInstance, writeInstance } from '../instance-call.ts'
import { type CreateCall, domainChecks, refuseUnfitting } from './ends.ts'

const action = 'connect:CreateIntegrationAssociation'
const kind = 'integration-association'

export const createIntegrationAssociation = writeInstance('CreateIntegrationAssociation', {
  checks: (call) => {
    const { input, connect } = call
    const on = onInstance(action, call, tagKeys(input.Tags))
    return [on, { action, resource: connect.any(kind), keys: on.keys ?? {} }, ...domainChecks(call)]
  },
  load: ({ input }) => ({
    existing: query('connectResourceByName', {
      instanceId: input.InstanceId,
      kind,
      name: nameOf(input),
    }),
    count: query('connectResourceCount', { instanceId: input.InstanceId, kind }),
  }),
  decide: (call, { existing, count }) => {
    const { input, connect, quotas } = call
    refuseUnfitting(call)
    if (existing !== undefined) throw duplicateResource('There is such an association already.')
    if (count >= quotas.integrationAssociationsPerInstance) {
      const most = quotas.integrationAssociationsPerInstance
      throw invalidRequest(`The quota is reached: IntegrationAssociation, ${most}`)
    }
    const { InstanceId: instanceId, Tags, ...document } = input
    const row: IntegrationAssociationRow = {
      instanceId,
      kind,
      id: call.newId(),
      name: nameOf(input),
      document,
      tags: Tags ?? {},
      modifiedAt: call.now,
    }
    return {
      output: {
        IntegrationAssociationId: row.id,
        IntegrationAssociationArn: connect.integrationAssociation(row.id),
      },
      changes: [{ change: 'connectResource.put', row }],
    }
  },
})

/** An instance has one CASES_DOMAIN, and each event source once. */
const nameOf = ({ IntegrationType, IntegrationArn }: CreateCall['input']): string =>
  IntegrationType === 'CASES_DOMAIN' ? IntegrationType : `${IntegrationType} ${IntegrationArn}`
