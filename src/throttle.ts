// AWS's request rates as token buckets, one for each operation of the account. Off unless asked for: whoever runs
// a server of their own sets their own pace.
import type { Clock } from './clock.ts'
import { throttled } from './errors.ts'
import type { OperationName } from './model/index.ts'

type Rate = { readonly perSecond: number; readonly burst: number }

/** Takes a token for one request, or throws a ThrottlingException that says when to come back. */
export type Admit = (name: OperationName) => void

export const throttle = (mode: 'aws' | 'off', clock: Clock): Admit => {
  if (mode === 'off') return () => {}
  const buckets = new Map<OperationName, { tokens: number; at: number }>()
  return (name) => {
    const rate = rates.get(name)
    if (rate === undefined) return
    const now = clock.monotonicMs()
    const bucket = buckets.get(name) ?? { tokens: rate.burst, at: now }
    const gained = ((now - bucket.at) / 1000) * rate.perSecond
    const tokens = Math.min(rate.burst, bucket.tokens + gained)
    buckets.set(name, { tokens: Math.max(0, tokens - 1), at: now })
    if (tokens >= 1) return
    buckets.set(name, { tokens, at: now })
    throw throttled(
      `Rate exceeded: ${name} allows ${rate.perSecond} requests a second`,
      Math.max(1, Math.ceil((1 - tokens) / rate.perSecond)),
    )
  }
}

// AWS publishes these; operations that it does not list are not limited (B-850).
const table: readonly (readonly [Rate, readonly OperationName[]])[] = [
  [
    { perSecond: 2, burst: 10 },
    [
      'CreateCase',
      'SearchCases',
      'ListTemplates',
      'ListLayouts',
      'CreateRelatedItem',
      'SearchRelatedItems',
      'ListCaseRules',
      'ListTagsForResource',
      'TagResource',
      'UntagResource',
      'GetCaseAuditEvents',
      'GetCaseEventConfiguration',
      'PutCaseEventConfiguration',
    ],
  ],
  [{ perSecond: 4, burst: 10 }, ['GetCase']],
  [{ perSecond: 2, burst: 2 }, ['UpdateCase', 'ListCasesForContact']],
  [
    { perSecond: 2, burst: 5 },
    [
      'CreateField',
      'ListFields',
      'UpdateField',
      'BatchPutFieldOptions',
      'CreateDomain',
      'GetDomain',
      'ListDomains',
      'CreateTemplate',
      'UpdateTemplate',
      'CreateLayout',
      'UpdateLayout',
      'CreateCaseRule',
      'UpdateCaseRule',
      'DeleteCaseRule',
      'CreateIntegrationAssociation',
    ],
  ],
  [{ perSecond: 8, burst: 25 }, ['BatchGetField', 'BatchGetCaseRule']],
  [{ perSecond: 6, burst: 16 }, ['ListFieldOptions']],
  [{ perSecond: 6, burst: 20 }, ['GetTemplate', 'GetLayout']],
  [{ perSecond: 25, burst: 50 }, ['ListIntegrationAssociations']],
  [{ perSecond: 10, burst: 15 }, ['DescribeContact']],
]

const rates: ReadonlyMap<OperationName, Rate> = new Map(
  table.flatMap(([rate, names]) => names.map((name) => [name, rate] as const)),
)
