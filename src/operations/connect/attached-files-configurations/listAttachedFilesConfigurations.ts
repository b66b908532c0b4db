// ListAttachedFilesConfigurations: what an instance lets be attached, a scope a line, in one order.
import { attachmentScopes, rulesFor } from '../../../domain/files/file-rules.ts'
import { query } from '../../../storage/contract.ts'
import { pageOf } from '../../paging.ts'
import { onInstance, readInstance } from '../instance-call.ts'
import { summarizeRules } from './configuration.ts'

const name = 'ListAttachedFilesConfigurations'

export const listAttachedFilesConfigurations = readInstance(name, {
  checks: (call) => [onInstance('connect:ListAttachedFilesConfigurations', call)],
  load: ({ input }) => ({
    configured: query('attachedFilesConfigurations', { instanceId: input.InstanceId }),
  }),
  answer: ({ input, instance, pageTokens }, { configured }) => {
    const { MaxResults: maxResults, NextToken: nextToken } = input
    const paged = {
      ...(maxResults === undefined ? {} : { maxResults }),
      ...(nextToken === undefined ? {} : { nextToken }),
    }
    const { rows, more } = pageOf(
      { input: paged, pageTokens },
      { operation: name, terms: instance.id },
      { items: attachmentScopes, keyOf: (scope) => scope, shown: () => true },
    )
    return {
      AttachedFilesConfigurations: rows.map((scope) =>
        summarizeRules(instance.id, scope, rulesFor(scope, configured)),
      ),
      ...(more.nextToken === undefined ? {} : { NextToken: more.nextToken }),
    }
  },
})
