// Amazon Connect: common.
import type { Static } from 'typebox'
import { map } from '../shape.ts'
import { Type } from '../type.ts'

export const InstanceId = Type.String({ minLength: 1, maxLength: 100, idOf: 'instance' })

export const ClientToken = Type.String({ maxLength: 500 })

export const TagKey = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$',
})

export const TagValue = Type.String({ maxLength: 256 })

export const IntegrationAssociationId = Type.String({
  minLength: 1,
  maxLength: 200,
  idOf: 'integration-association',
})

export const MaxResult100 = Type.Integer({ minimum: 1, maximum: 100 })

export const AgentUsername = Type.String({ minLength: 1, maxLength: 100 })

export const AgentFirstName = Type.String({ maxLength: 255, sensitive: true })

export const AgentLastName = Type.String({ maxLength: 300, sensitive: true })

export const PhoneType = Type.Enum(['SOFT_PHONE', 'DESK_PHONE'])

export const AfterContactWorkTimeLimit = Type.Integer({ minimum: 0 })

export const SensitivePhoneNumber = Type.String({ pattern: '\\+[1-9]\\d{1,14}$', sensitive: true })

export const UserPhoneConfig = Type.Object({
  PhoneType: Type.Optional(PhoneType),
  AutoAccept: Type.Optional(Type.Boolean()),
  AfterContactWorkTimeLimit: Type.Optional(AfterContactWorkTimeLimit),
  DeskPhoneNumber: Type.Optional(SensitivePhoneNumber),
  PersistentConnection: Type.Optional(Type.Boolean()),
})

export const Channel = Type.Enum(['VOICE', 'CHAT', 'TASK', 'EMAIL'])
export type Channel = Static<typeof Channel>

export const AutoAcceptConfig = Type.Object({
  Channel: Channel,
  AutoAccept: Type.Boolean(),
  AgentFirstCallbackAutoAccept: Type.Optional(Type.Boolean()),
})

export const AfterContactWorkConfig = Type.Object({
  AfterContactWorkTimeLimit: Type.Optional(AfterContactWorkTimeLimit),
})

export const AfterContactWorkConfigPerChannel = Type.Object({
  Channel: Channel,
  AfterContactWorkConfig: AfterContactWorkConfig,
  AgentFirstCallbackAfterContactWorkConfig: Type.Optional(AfterContactWorkConfig),
})

export const PhoneNumberConfig = Type.Object({
  Channel: Channel,
  PhoneType: PhoneType,
  PhoneNumber: Type.Optional(SensitivePhoneNumber),
})

export const PersistentConnectionConfig = Type.Object({
  Channel: Channel,
  PersistentConnection: Type.Boolean(),
})

export const VoiceEnhancementMode = Type.Enum(['VOICE_ISOLATION', 'NOISE_SUPPRESSION', 'NONE'])

export const VoiceEnhancementConfig = Type.Object({
  Channel: Channel,
  VoiceEnhancementMode: VoiceEnhancementMode,
})

export const RegionName = Type.String({ pattern: '[a-z]{2}(-[a-z]+){1,2}(-[0-9])?' })

export const MaxResult1000 = Type.Integer({ minimum: 1, maximum: 1000 })

export const TagCondition = Type.Object({
  TagKey: Type.Optional(Type.String()),
  TagValue: Type.Optional(Type.String()),
})
export type TagCondition = Static<typeof TagCondition>

export const ControlPlaneTagFilter = Type.Object({
  OrConditions: Type.Optional(Type.Array(Type.Array(TagCondition))),
  AndConditions: Type.Optional(Type.Array(TagCondition)),
  TagCondition: Type.Optional(TagCondition),
})
export type ControlPlaneTagFilter = Static<typeof ControlPlaneTagFilter>

export const ContactFlowId = Type.String({ maxLength: 500 })

export const ContactId = Type.String({ minLength: 1, maxLength: 256, idOf: 'contact' })

export const AttributeName = Type.String({ minLength: 1, maxLength: 32767 })

export const AttributeValue = Type.String({ maxLength: 32767 })

export const ReferenceKey = Type.String({ minLength: 1, maxLength: 4096 })

export const ReferenceValue = Type.String({ maxLength: 4096 })

export const ReferenceType = Type.Enum([
  'URL',
  'ATTACHMENT',
  'CONTACT_ANALYSIS',
  'NUMBER',
  'STRING',
  'DATE',
  'EMAIL',
  'EMAIL_MESSAGE',
  'EMAIL_MESSAGE_PLAIN_TEXT',
  'EMAIL_MESSAGE_PLAIN_TEXT_REDACTED',
  'EMAIL_MESSAGE_REDACTED',
])

export const ReferenceStatus = Type.Enum([
  'AVAILABLE',
  'DELETED',
  'APPROVED',
  'REJECTED',
  'PROCESSING',
  'FAILED',
])

export const ReferenceArn = Type.String({
  minLength: 20,
  maxLength: 256,
  pattern: '^[-:/A-Za-z0-9]+',
})

export const ReferenceStatusReason = Type.String({ maxLength: 100 })

export const Reference = Type.Object({
  Value: Type.Optional(ReferenceValue),
  Type: ReferenceType,
  Status: Type.Optional(ReferenceStatus),
  Arn: Type.Optional(ReferenceArn),
  StatusReason: Type.Optional(ReferenceStatusReason),
})
export type Reference = Static<typeof Reference>

export const ContactInitiationMethod = Type.Enum([
  'INBOUND',
  'OUTBOUND',
  'TRANSFER',
  'QUEUE_TRANSFER',
  'CALLBACK',
  'API',
  'DISCONNECT',
  'MONITOR',
  'EXTERNAL_OUTBOUND',
  'WEBRTC_API',
  'AGENT_REPLY',
  'FLOW',
])
export type ContactInitiationMethod = Static<typeof ContactInitiationMethod>

export const AgentResourceId = Type.String({ minLength: 1, maxLength: 256, idOf: 'user' })

export const Name = Type.String({ maxLength: 1024, sensitive: true })

export const Description = Type.String({ maxLength: 4096, sensitive: true })

export const SegmentAttributeName = Type.String({ minLength: 1, maxLength: 128 })

export const SegmentAttributeValueString = Type.String({ maxLength: 1024 })

export type SegmentAttributeValue = {
  ValueString?: string
  ValueMap?: Record<string, SegmentAttributeValue>
  ValueInteger?: number
  ValueList?: SegmentAttributeValue[]
  ValueArn?: string
}

// The type of a map of itself is beyond `Type.Cyclic`.
export const SegmentAttributeValue = Type.Unsafe<SegmentAttributeValue>(
  Type.Cyclic(
    {
      SegmentAttributeValue: Type.Object({
        ValueString: Type.Optional(SegmentAttributeValueString),
        ValueMap: Type.Optional(map(SegmentAttributeName, Type.Ref('SegmentAttributeValue'))),
        ValueInteger: Type.Optional(Type.Integer()),
        ValueList: Type.Optional(Type.Array(Type.Ref('SegmentAttributeValue'))),
        ValueArn: Type.Optional(SegmentAttributeValueString),
      }),
    },
    'SegmentAttributeValue',
  ),
)

export const EndpointType = Type.Enum([
  'TELEPHONE_NUMBER',
  'VOIP',
  'CONTACT_FLOW',
  'CONNECT_PHONENUMBER_ARN',
  'EMAIL_ADDRESS',
])

export const EndpointAddress = Type.String({ maxLength: 256 })

export const FileName = Type.String({ minLength: 1, maxLength: 256, pattern: '^\\P{C}*$' })

export const AiUseCase = Type.Enum(['AgentAssistance', 'SelfService'])

export const AiAgentVersionId = Type.String({ maxLength: 128 })

export const ContactTagKey = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^(?!aws:)[a-zA-Z+-=._:/]+$',
})

export const ContactTagValue = Type.String({ maxLength: 256 })

export const ActiveRegion = Type.String({ maxLength: 1024 })

export const OriginRegion = Type.String({ maxLength: 1024 })

export const TrafficDistributionGroupId = Type.String({
  pattern: '^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$',
})

export const GlobalResiliencyMetadata = Type.Object({
  ActiveRegion: Type.Optional(ActiveRegion),
  OriginRegion: Type.Optional(OriginRegion),
  TrafficDistributionGroupId: Type.Optional(TrafficDistributionGroupId),
})
