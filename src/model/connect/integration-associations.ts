// Amazon Connect: integration associations.
import { map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import { InstanceId, IntegrationAssociationId, MaxResult100, TagKey, TagValue } from './common.ts'

export const IntegrationType = Type.Enum([
  'EVENT',
  'VOICE_ID',
  'PINPOINT_APP',
  'WISDOM_ASSISTANT',
  'WISDOM_KNOWLEDGE_BASE',
  'WISDOM_QUICK_RESPONSES',
  'Q_MESSAGE_TEMPLATES',
  'CASES_DOMAIN',
  'APPLICATION',
  'FILE_SCANNER',
  'SES_IDENTITY',
  'ANALYTICS_CONNECTOR',
  'CALL_TRANSFER_CONNECTOR',
  'COGNITO_USER_POOL',
  'MESSAGE_PROCESSOR',
])

export const URI = Type.String({ minLength: 1, maxLength: 2000 })

export const SourceApplicationName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[a-zA-Z0-9_ -]+$',
})

export const SourceType = Type.Enum(['SALESFORCE', 'ZENDESK', 'CASES'])

export const CreateIntegrationAssociation = operation({
  name: 'CreateIntegrationAssociation',
  service: 'connect',
  method: 'PUT',
  path: '/instance/{InstanceId}/integration-associations',
  errors: [
    'DuplicateResourceException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'InvalidRequestException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    IntegrationType: IntegrationType,
    IntegrationArn: Type.String(),
    SourceApplicationUrl: Type.Optional(URI),
    SourceApplicationName: Type.Optional(SourceApplicationName),
    SourceType: Type.Optional(SourceType),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
  output: Type.Object({
    IntegrationAssociationId: Type.Optional(IntegrationAssociationId),
    IntegrationAssociationArn: Type.Optional(Type.String()),
  }),
})

export const IntegrationAssociationSummary = Type.Object({
  IntegrationAssociationId: Type.Optional(IntegrationAssociationId),
  IntegrationAssociationArn: Type.Optional(Type.String()),
  InstanceId: Type.Optional(InstanceId),
  IntegrationType: Type.Optional(IntegrationType),
  IntegrationArn: Type.Optional(Type.String()),
  SourceApplicationUrl: Type.Optional(URI),
  SourceApplicationName: Type.Optional(SourceApplicationName),
  SourceType: Type.Optional(SourceType),
})

export const ListIntegrationAssociations = operation({
  name: 'ListIntegrationAssociations',
  service: 'connect',
  method: 'GET',
  path: '/instance/{InstanceId}/integration-associations',
  query: {
    IntegrationType: 'integrationType',
    NextToken: 'nextToken',
    MaxResults: 'maxResults',
    IntegrationArn: 'integrationArn',
  },
  errors: [
    'ResourceNotFoundException',
    'InternalServiceException',
    'InvalidRequestException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    IntegrationType: Type.Optional(IntegrationType),
    NextToken: Type.Optional(Type.String()),
    MaxResults: Type.Optional(MaxResult100),
    IntegrationArn: Type.Optional(Type.String()),
  }),
  output: Type.Object({
    IntegrationAssociationSummaryList: Type.Optional(Type.Array(IntegrationAssociationSummary)),
    NextToken: Type.Optional(Type.String()),
  }),
})

export const DeleteIntegrationAssociation = operation({
  name: 'DeleteIntegrationAssociation',
  service: 'connect',
  method: 'DELETE',
  path: '/instance/{InstanceId}/integration-associations/{IntegrationAssociationId}',
  errors: [
    'ResourceNotFoundException',
    'InternalServiceException',
    'InvalidRequestException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    IntegrationAssociationId: IntegrationAssociationId,
  }),
  output: Type.Object({}),
})
