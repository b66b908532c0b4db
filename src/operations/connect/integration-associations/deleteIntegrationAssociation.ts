// DeleteIntegrationAssociation: unties an instance; the domain stays (B-925).
import { invalidRequest } from '../../../errors.ts'
import { onInstance, writeInstance } from '../instance-call.ts'
import { attributesOf, existingOf, onResource, resourceById } from '../resource.ts'
import { rulesOf } from '../rules/rule-call.ts'

const action = 'connect:DeleteIntegrationAssociation'
const kind = 'integration-association'

export const deleteIntegrationAssociation = writeInstance('DeleteIntegrationAssociation', {
  checks: (call) => {
    const arn = call.connect.integrationAssociation(call.input.IntegrationAssociationId)
    return [onInstance(action, call), onResource(action, arn, call)]
  },
  load: (call) => ({ row: resourceById(call, kind, call.input.IntegrationAssociationId) }),
  stored: ({ row }) => attributesOf(row),
  decide: (call, rows) => {
    const { input } = call
    const row = existingOf(kind, rows.row, input.IntegrationAssociationId)
    if (row.document.IntegrationType === 'CASES_DOMAIN' && rulesOf(call, row).length > 0) {
      throw invalidRequest('The instance has rules on cases: delete them first.')
    }
    return { output: {}, changes: [{ change: 'connectResource.delete', row }] }
  },
})
