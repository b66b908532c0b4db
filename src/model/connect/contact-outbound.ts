// Amazon Connect: outbound strategies and next contacts, as DescribeContact tells them.
import { EpochTimestamp } from '../shape.ts'
import { Type } from '../type.ts'
import { ContactId } from './common.ts'

export const OutboundStrategyType = Type.Enum(['AGENT_FIRST'])

export const PostAcceptPreviewTimeoutDurationInSeconds = Type.Integer({ minimum: 0 })

export const PostAcceptTimeoutConfig = Type.Object({
  DurationInSeconds: PostAcceptPreviewTimeoutDurationInSeconds,
})

export const AllowedUserAction = Type.Enum(['CALL', 'DISCARD'])

export const Preview = Type.Object({
  PostAcceptTimeoutConfig: PostAcceptTimeoutConfig,
  AllowedUserActions: Type.Array(AllowedUserAction),
})

export const AgentFirst = Type.Object({
  Preview: Type.Optional(Preview),
})

export const OutboundStrategyConfig = Type.Object({
  AgentFirst: Type.Optional(AgentFirst),
})

export const OutboundStrategy = Type.Object({
  Type: OutboundStrategyType,
  Config: Type.Optional(OutboundStrategyConfig),
})

export const NextContactType = Type.Enum(['QUICK_CONNECT'])

export const QuickConnectName = Type.String({ minLength: 1, maxLength: 127 })

export const QuickConnectType = Type.Enum(['USER', 'QUEUE', 'PHONE_NUMBER', 'FLOW'])

export const QuickConnectContactData = Type.Object({
  ContactId: Type.Optional(ContactId),
  InitiationTimestamp: Type.Optional(EpochTimestamp),
  QuickConnectId: Type.Optional(Type.String()),
  QuickConnectName: Type.Optional(QuickConnectName),
  QuickConnectType: Type.Optional(QuickConnectType),
})

export const NextContactMetadata = Type.Union([
  Type.Object({ QuickConnectContactData: QuickConnectContactData }),
])

export const NextContactEntry = Type.Object({
  Type: Type.Optional(NextContactType),
  NextContactMetadata: Type.Optional(NextContactMetadata),
})
