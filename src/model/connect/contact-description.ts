// Amazon Connect: contact description.
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import {
  AgentResourceId,
  AiAgentVersionId,
  AiUseCase,
  AttributeName,
  AttributeValue,
  Channel,
  ContactId,
  ContactInitiationMethod,
  ContactTagKey,
  ContactTagValue,
  Description,
  EndpointAddress,
  EndpointType,
  GlobalResiliencyMetadata,
  InstanceId,
  Name,
  SegmentAttributeName,
  SegmentAttributeValue,
  VoiceEnhancementMode,
} from './common.ts'
import {
  AnsweringMachineDetectionStatus,
  ChatMetrics,
  CustomerVoiceActivity,
  DisconnectDetails,
  ParticipantType,
  QualityMetrics,
} from './contact-metrics.ts'
import { NextContactEntry, OutboundStrategy } from './contact-outbound.ts'
import { RoutingCriteria } from './routing-criteria.ts'

export const QueueInfo = Type.Object({
  Id: Type.Optional(Type.String()),
  EnqueueTimestamp: Type.Optional(EpochTimestamp),
})

export const AgentPauseDurationInSeconds = Type.Integer({ minimum: 0 })

export const AgentHierarchyGroup = Type.Object({
  Arn: Type.Optional(Type.String()),
})

export const HierarchyGroups = Type.Object({
  Level1: Type.Optional(AgentHierarchyGroup),
  Level2: Type.Optional(AgentHierarchyGroup),
  Level3: Type.Optional(AgentHierarchyGroup),
  Level4: Type.Optional(AgentHierarchyGroup),
  Level5: Type.Optional(AgentHierarchyGroup),
})

export const PlatformName = Type.String({ maxLength: 128 })

export const PlatformVersion = Type.String({ maxLength: 128 })

export const OperatingSystem = Type.String({ maxLength: 128 })

export const DeviceInfo = Type.Object({
  PlatformName: Type.Optional(PlatformName),
  PlatformVersion: Type.Optional(PlatformVersion),
  OperatingSystem: Type.Optional(OperatingSystem),
})

export const VideoCapability = Type.Enum(['SEND'])

export const ScreenShareCapability = Type.Enum(['SEND'])

export const ParticipantCapabilities = Type.Object({
  Video: Type.Optional(VideoCapability),
  ScreenShare: Type.Optional(ScreenShareCapability),
})

export const Duration = Type.Integer({ minimum: 0 })

export const ParticipantState = Type.Enum(['INITIAL', 'CONNECTED', 'DISCONNECTED', 'MISSED'])

export const StateTransition = Type.Object({
  State: Type.Optional(ParticipantState),
  StateStartTimestamp: Type.Optional(EpochTimestamp),
  StateEndTimestamp: Type.Optional(EpochTimestamp),
})

export const AgentInfo = Type.Object({
  Id: Type.Optional(AgentResourceId),
  AcceptedByAgentTimestamp: Type.Optional(EpochTimestamp),
  PreviewEndTimestamp: Type.Optional(EpochTimestamp),
  ConnectedToAgentTimestamp: Type.Optional(EpochTimestamp),
  AgentPauseDurationInSeconds: Type.Optional(AgentPauseDurationInSeconds),
  HierarchyGroups: Type.Optional(HierarchyGroups),
  DeviceInfo: Type.Optional(DeviceInfo),
  Capabilities: Type.Optional(ParticipantCapabilities),
  AfterContactWorkDuration: Type.Optional(Duration),
  AfterContactWorkStartTimestamp: Type.Optional(EpochTimestamp),
  AfterContactWorkEndTimestamp: Type.Optional(EpochTimestamp),
  AgentInitiatedHoldDuration: Type.Optional(Duration),
  StateTransitions: Type.Optional(Type.Array(StateTransition)),
  VoiceEnhancementMode: Type.Optional(VoiceEnhancementMode),
  ActiveRegion: Type.Optional(Type.String()),
})

export const TotalPauseCount = Type.Integer({ minimum: 0, maximum: 10 })

export const TotalPauseDurationInSeconds = Type.Integer({ minimum: 0 })

export const AiAgentInfo = Type.Object({
  AiUseCase: Type.Optional(AiUseCase),
  AiAgentVersionId: Type.Optional(AiAgentVersionId),
  AiAgentEscalated: Type.Optional(Type.Boolean()),
})

export const WisdomInfo = Type.Object({
  SessionArn: Type.Optional(Type.String()),
  AiAgents: Type.Optional(Type.Array(AiAgentInfo)),
})

export const CustomerId = Type.String({ maxLength: 128 })

export const EndpointDisplayName = Type.String({ maxLength: 256 })

export const EndpointInfo = Type.Object({
  Type: Type.Optional(EndpointType),
  Address: Type.Optional(EndpointAddress),
  DisplayName: Type.Optional(EndpointDisplayName),
})

export const QueuePriority = Type.Integer({ minimum: 1, maximum: 9223372036854776000 })

export const Customer = Type.Object({
  DeviceInfo: Type.Optional(DeviceInfo),
  Capabilities: Type.Optional(ParticipantCapabilities),
})

export const CampaignId = Type.String({ minLength: 1, maxLength: 100 })

export const Campaign = Type.Object({
  CampaignId: Type.Optional(CampaignId),
})

export const EmailRecipient = Type.Object({
  Address: Type.Optional(EndpointAddress),
  DisplayName: Type.Optional(EndpointDisplayName),
})

export const AdditionalEmailRecipients = Type.Object({
  ToList: Type.Optional(Type.Array(EmailRecipient)),
  CcList: Type.Optional(Type.Array(EmailRecipient)),
})

export const StorageType = Type.Enum([
  'S3',
  'KINESIS_VIDEO_STREAM',
  'KINESIS_STREAM',
  'KINESIS_FIREHOSE',
])

export const RecordingLocation = Type.String({ maxLength: 1024 })

export const MediaStreamType = Type.Enum(['AUDIO', 'VIDEO'])

export const FragmentNumber = Type.String({ maxLength: 128 })

export const RecordingStatus = Type.Enum(['AVAILABLE', 'DELETED'])

export const UnprocessedTranscriptLocation = Type.String({ maxLength: 1024 })

export const RecordingInfo = Type.Object({
  StorageType: Type.Optional(StorageType),
  Location: Type.Optional(RecordingLocation),
  MediaStreamType: Type.Optional(MediaStreamType),
  ParticipantType: Type.Optional(ParticipantType),
  FragmentStartNumber: Type.Optional(FragmentNumber),
  FragmentStopNumber: Type.Optional(FragmentNumber),
  StartTimestamp: Type.Optional(EpochTimestamp),
  StopTimestamp: Type.Optional(EpochTimestamp),
  Status: Type.Optional(RecordingStatus),
  DeletionReason: Type.Optional(Type.String()),
  UnprocessedTranscriptLocation: Type.Optional(UnprocessedTranscriptLocation),
})

export const Status = Type.Enum(['COMPLETE', 'IN_PROGRESS', 'DELETED'])

export const ContactEvaluation = Type.Object({
  FormId: Type.Optional(Type.String()),
  EvaluationArn: Type.Optional(Type.String()),
  Status: Type.Optional(Status),
  StartTimestamp: Type.Optional(EpochTimestamp),
  EndTimestamp: Type.Optional(EpochTimestamp),
  DeleteTimestamp: Type.Optional(EpochTimestamp),
  ExportLocation: Type.Optional(Type.String()),
})

export const TaskTemplateName = Type.String({ minLength: 1, maxLength: 100 })

export const TaskTemplateInfoV2 = Type.Object({
  Arn: Type.Optional(Type.String()),
  Name: Type.Optional(TaskTemplateName),
})

export const ContactDetailName = Type.String({ maxLength: 1024 })

export const ContactDetailDescription = Type.String({ maxLength: 1024 })

export const ContactDetails = Type.Object({
  Name: Type.Optional(ContactDetailName),
  Description: Type.Optional(ContactDetailDescription),
})

export const Contact = Type.Object({
  Arn: Type.Optional(Type.String()),
  Id: Type.Optional(ContactId),
  InitialContactId: Type.Optional(ContactId),
  PreviousContactId: Type.Optional(ContactId),
  ContactAssociationId: Type.Optional(ContactId),
  InitiationMethod: Type.Optional(ContactInitiationMethod),
  Name: Type.Optional(Name),
  Description: Type.Optional(Description),
  Channel: Type.Optional(Channel),
  QueueInfo: Type.Optional(QueueInfo),
  AgentInfo: Type.Optional(AgentInfo),
  InitiationTimestamp: Type.Optional(EpochTimestamp),
  DisconnectTimestamp: Type.Optional(EpochTimestamp),
  LastUpdateTimestamp: Type.Optional(EpochTimestamp),
  LastPausedTimestamp: Type.Optional(EpochTimestamp),
  LastResumedTimestamp: Type.Optional(EpochTimestamp),
  RingStartTimestamp: Type.Optional(EpochTimestamp),
  TotalPauseCount: Type.Optional(TotalPauseCount),
  TotalPauseDurationInSeconds: Type.Optional(TotalPauseDurationInSeconds),
  ScheduledTimestamp: Type.Optional(EpochTimestamp),
  RelatedContactId: Type.Optional(ContactId),
  WisdomInfo: Type.Optional(WisdomInfo),
  CustomerId: Type.Optional(CustomerId),
  CustomerEndpoint: Type.Optional(EndpointInfo),
  SystemEndpoint: Type.Optional(EndpointInfo),
  QueueTimeAdjustmentSeconds: Type.Optional(Type.Integer()),
  QueuePriority: Type.Optional(QueuePriority),
  Tags: Type.Optional(map(ContactTagKey, ContactTagValue, { minProperties: 1, maxProperties: 6 })),
  ConnectedToSystemTimestamp: Type.Optional(EpochTimestamp),
  RoutingCriteria: Type.Optional(RoutingCriteria),
  Customer: Type.Optional(Customer),
  Campaign: Type.Optional(Campaign),
  AnsweringMachineDetectionStatus: Type.Optional(AnsweringMachineDetectionStatus),
  CustomerVoiceActivity: Type.Optional(CustomerVoiceActivity),
  QualityMetrics: Type.Optional(QualityMetrics),
  ChatMetrics: Type.Optional(ChatMetrics),
  DisconnectDetails: Type.Optional(DisconnectDetails),
  AdditionalEmailRecipients: Type.Optional(AdditionalEmailRecipients),
  SegmentAttributes: Type.Optional(map(SegmentAttributeName, SegmentAttributeValue)),
  Recordings: Type.Optional(Type.Array(RecordingInfo)),
  DisconnectReason: Type.Optional(Type.String()),
  ContactEvaluations: Type.Optional(map(Type.String(), ContactEvaluation)),
  TaskTemplateInfo: Type.Optional(TaskTemplateInfoV2),
  ContactDetails: Type.Optional(ContactDetails),
  OutboundStrategy: Type.Optional(OutboundStrategy),
  Attributes: Type.Optional(map(AttributeName, AttributeValue)),
  NextContacts: Type.Optional(Type.Array(NextContactEntry, { maxItems: 24 })),
  GlobalResiliencyMetadata: Type.Optional(GlobalResiliencyMetadata),
})

export const DescribeContact = operation({
  name: 'DescribeContact',
  service: 'connect',
  method: 'GET',
  path: '/contacts/{InstanceId}/{ContactId}',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    ContactId: ContactId,
  }),
  output: Type.Object({
    Contact: Type.Optional(Contact),
  }),
})
