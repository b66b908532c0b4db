// Amazon Connect: how good a contact was, as DescribeContact tells it.
import { EpochTimestamp } from '../shape.ts'
import { Type } from '../type.ts'

export const AnsweringMachineDetectionStatus = Type.Enum([
  'ANSWERED',
  'UNDETECTED',
  'ERROR',
  'HUMAN_ANSWERED',
  'SIT_TONE_DETECTED',
  'SIT_TONE_BUSY',
  'SIT_TONE_INVALID_NUMBER',
  'FAX_MACHINE_DETECTED',
  'VOICEMAIL_BEEP',
  'VOICEMAIL_NO_BEEP',
  'AMD_UNRESOLVED',
  'AMD_UNANSWERED',
  'AMD_ERROR',
  'AMD_NOT_APPLICABLE',
])

export const CustomerVoiceActivity = Type.Object({
  GreetingStartTimestamp: Type.Optional(EpochTimestamp),
  GreetingEndTimestamp: Type.Optional(EpochTimestamp),
})

export const PotentialAudioQualityIssue = Type.String({ maxLength: 128 })

export const AudioQualityMetricsInfo = Type.Object({
  QualityScore: Type.Optional(Type.Number()),
  PotentialQualityIssues: Type.Optional(Type.Array(PotentialAudioQualityIssue, { maxItems: 3 })),
})

export const AgentQualityMetrics = Type.Object({
  Audio: Type.Optional(AudioQualityMetricsInfo),
})

export const CustomerQualityMetrics = Type.Object({
  Audio: Type.Optional(AudioQualityMetricsInfo),
})

export const QualityMetrics = Type.Object({
  Agent: Type.Optional(AgentQualityMetrics),
  Customer: Type.Optional(CustomerQualityMetrics),
})

export const DurationMillis = Type.Integer({ minimum: 0 })

export const ChatContactMetrics = Type.Object({
  MultiParty: Type.Optional(Type.Boolean()),
  TotalMessages: Type.Optional(Type.Integer()),
  TotalBotMessages: Type.Optional(Type.Integer()),
  TotalBotMessageLengthInChars: Type.Optional(Type.Integer()),
  ConversationCloseTimeInMillis: Type.Optional(DurationMillis),
  ConversationTurnCount: Type.Optional(Type.Integer()),
  AgentFirstResponseTimestamp: Type.Optional(EpochTimestamp),
  AgentFirstResponseTimeInMillis: Type.Optional(DurationMillis),
})

export const ParticipantId = Type.String({ minLength: 1, maxLength: 256 })

export const ParticipantType = Type.Enum(['ALL', 'MANAGER', 'AGENT', 'CUSTOMER', 'THIRDPARTY'])

export const ParticipantMetrics = Type.Object({
  ParticipantId: Type.Optional(ParticipantId),
  ParticipantType: Type.Optional(ParticipantType),
  ConversationAbandon: Type.Optional(Type.Boolean()),
  MessagesSent: Type.Optional(Type.Integer()),
  NumResponses: Type.Optional(Type.Integer()),
  MessageLengthInChars: Type.Optional(Type.Integer()),
  TotalResponseTimeInMillis: Type.Optional(DurationMillis),
  MaxResponseTimeInMillis: Type.Optional(DurationMillis),
  LastMessageTimestamp: Type.Optional(EpochTimestamp),
})

export const ChatMetrics = Type.Object({
  ChatContactMetrics: Type.Optional(ChatContactMetrics),
  AgentMetrics: Type.Optional(ParticipantMetrics),
  CustomerMetrics: Type.Optional(ParticipantMetrics),
})

export const PotentialDisconnectIssue = Type.String({ maxLength: 128 })

export const DisconnectDetails = Type.Object({
  PotentialDisconnectIssue: Type.Optional(PotentialDisconnectIssue),
})
