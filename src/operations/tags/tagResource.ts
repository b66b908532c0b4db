// TagResource: adds tags and replaces those of the same key (B-284 to B-289).
import { withTags } from '../../domain/tags.ts'
import { done } from '../configuration.ts'
import { writeAccount } from '../operation.ts'
import { targetAttributes, targetChecks, targetOf, targetPlan } from './target.ts'

export const tagResource = writeAccount('TagResource', {
  checks: (call) => {
    const tags = Object.entries(call.input.tags)
    const keys = tags.map(([key, value]) => [`aws:RequestTag/${key}`, value] as const)
    const condition = { ...Object.fromEntries(keys), 'aws:TagKeys': Object.keys(call.input.tags) }
    return targetChecks('cases:TagResource', call, condition)
  },
  load: targetPlan,
  stored: targetAttributes,
  decide: (call, rows) => {
    const target = targetOf(call, rows)
    return done(
      target.retagged(withTags(target.tags, call.input.tags, call.quotas.tagsPerResource)),
    )
  },
})
