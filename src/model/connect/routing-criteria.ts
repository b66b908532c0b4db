// Amazon Connect: criteria by which contacts are routed.
import { EpochTimestamp } from '../shape.ts'
import { Type } from '../type.ts'

export const Expiry = Type.Object({
  DurationInSeconds: Type.Optional(Type.Integer()),
  ExpiryTimestamp: Type.Optional(EpochTimestamp),
})

export const PredefinedAttributeName = Type.String({ minLength: 1, maxLength: 100 })

export const ProficiencyValue = Type.String({ minLength: 1, maxLength: 128 })

export const NullableProficiencyLevel = Type.Number({ minimum: 1, maximum: 5 })

export const Range = Type.Object({
  MinProficiencyLevel: Type.Optional(NullableProficiencyLevel),
  MaxProficiencyLevel: Type.Optional(NullableProficiencyLevel),
})

export const AgentId = Type.String({ maxLength: 256 })

export const AgentsCriteria = Type.Object({
  AgentIds: Type.Optional(Type.Array(AgentId)),
})

export const MatchCriteria = Type.Object({
  AgentsCriteria: Type.Optional(AgentsCriteria),
})

export const ComparisonOperator = Type.String({ minLength: 1, maxLength: 127 })

export const AttributeCondition = Type.Object({
  Name: Type.Optional(PredefinedAttributeName),
  Value: Type.Optional(ProficiencyValue),
  ProficiencyLevel: Type.Optional(NullableProficiencyLevel),
  Range: Type.Optional(Range),
  MatchCriteria: Type.Optional(MatchCriteria),
  ComparisonOperator: Type.Optional(ComparisonOperator),
})

export const Expression = Type.Cyclic(
  {
    Expression: Type.Object({
      AttributeCondition: Type.Optional(AttributeCondition),
      AndExpression: Type.Optional(Type.Array(Type.Ref('Expression'))),
      OrExpression: Type.Optional(Type.Array(Type.Ref('Expression'))),
      NotAttributeCondition: Type.Optional(AttributeCondition),
    }),
  },
  'Expression',
)

export const RoutingCriteriaStepStatus = Type.Enum(['ACTIVE', 'INACTIVE', 'JOINED', 'EXPIRED'])

export const Step = Type.Object({
  Expiry: Type.Optional(Expiry),
  Expression: Type.Optional(Expression),
  Status: Type.Optional(RoutingCriteriaStepStatus),
})

export const RoutingCriteria = Type.Object({
  Steps: Type.Optional(Type.Array(Step)),
  ActivationTimestamp: Type.Optional(EpochTimestamp),
  Index: Type.Optional(Type.Integer()),
})
