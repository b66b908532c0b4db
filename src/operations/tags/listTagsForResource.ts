// ListTagsForResource: the tags of anything that has an ARN, deleted configuration included
// (B-284).
import { readAccount } from '../operation.ts'
import { targetAttributes, targetChecks, targetOf, targetPlan } from './target.ts'

export const listTagsForResource = readAccount('ListTagsForResource', {
  checks: (call) => targetChecks('cases:ListTagsForResource', call),
  load: targetPlan,
  stored: targetAttributes,
  answer: (call, rows) => ({ tags: targetOf(call, rows).tags }),
})
