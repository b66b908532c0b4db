// DeleteIntegrationAssociation: unties an instance; the domain stays (B-925).
import { onInstance, writeInstance } from '../instance-call.ts'
import { attributesOf, existingOf, onResource, resourceById } from '../resource.ts'

const action = 'connect:DeleteIntegrationAssociation'
const kind = 'integration-association'

export const deleteIntegrationAssociation = writeInstance('DeleteIntegrationAssociation', {
  checks: (call) => {
    const arn = call.connect.integrationAssociation(call.input.IntegrationAssociationId)
    return [onInstance(action, call), onResource(action, arn, call)]
  },
  load: (call) => ({ row: resourceById(call, kind, call.input.IntegrationAssociationId) }),
  stored: ({ row }) => attributesOf(row),
  decide: ({ input }, rows) => {
    const row = existingOf(kind, rows.row, input.IntegrationAssociationId)
    return { output: {}, changes: [{ change: 'connectResource.delete', row }] }
  },
})
