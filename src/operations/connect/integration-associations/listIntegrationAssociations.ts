// ListIntegrationAssociations: what an instance is tied to, the oldest first (B-924).
import { allOfKind } from '../../../domain/connect/rows.ts'
import { query } from '../../../storage/contract.ts'
import { pageOf } from '../../paging.ts'
import { onInstance, readInstance } from '../instance-call.ts'
import { pagedAsCases } from '../paged.ts'

const operation = 'ListIntegrationAssociations'
const kind = 'integration-association'

/** Far more than any quota allows. */
const associationsMax = 10_000

export const listIntegrationAssociations = readInstance(operation, {
  checks: (call) => [onInstance('connect:ListIntegrationAssociations', call)],
  load: ({ input: { InstanceId: instanceId } }) => ({
    all: query('connectResources', { instanceId, kind, limit: associationsMax }),
  }),
  answer: (call, { all }) => {
    const { InstanceId, IntegrationType, IntegrationArn } = call.input
    const { rows, more } = pageOf(
      pagedAsCases(call),
      { operation, domainId: InstanceId, terms: [IntegrationType, IntegrationArn] },
      {
        items: allOfKind(kind, all.rows),
        keyOf: ({ id }) => id,
        shown: ({ document }) =>
          (IntegrationType ?? document.IntegrationType) === document.IntegrationType &&
          (IntegrationArn ?? document.IntegrationArn) === document.IntegrationArn,
      },
    )
    return {
      IntegrationAssociationSummaryList: rows.map(({ id, document }) => ({
        ...document,
        InstanceId,
        IntegrationAssociationId: id,
        IntegrationAssociationArn: call.connect.integrationAssociation(id),
      })),
      ...(more.nextToken === undefined ? {} : { NextToken: more.nextToken }),
    }
  },
})
