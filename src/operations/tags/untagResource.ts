// UntagResource: removes tags; a key that is not there is no error (B-284, B-287, B-288).
import { withoutTags } from '../../domain/tags.ts'
import { done } from '../configuration.ts'
import { writeAccount } from '../operation.ts'
import { targetAttributes, targetChecks, targetOf, targetPlan } from './target.ts'

export const untagResource = writeAccount('UntagResource', {
  checks: (call) =>
    targetChecks('cases:UntagResource', call, { 'aws:TagKeys': call.input.tagKeys }),
  load: targetPlan,
  stored: targetAttributes,
  decide: (call, rows) => {
    const target = targetOf(call, rows)
    return done(target.retagged(withoutTags(target.tags, call.input.tagKeys)))
  },
})
