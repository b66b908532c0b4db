// DescribeAttachedFilesConfiguration: what an instance lets be attached in one scope, by default or as configured.
import { rulesFor } from '../../../domain/files/file-rules.ts'
import { query } from '../../../storage/contract.ts'
import { onInstance, readInstance } from '../instance-call.ts'
import { describeRules } from './configuration.ts'

export const describeAttachedFilesConfiguration = readInstance(
  'DescribeAttachedFilesConfiguration',
  {
    checks: (call) => [onInstance('connect:DescribeAttachedFilesConfiguration', call)],
    load: ({ input }) => ({
      configured: query('attachedFilesConfigurations', { instanceId: input.InstanceId }),
    }),
    answer: ({ input, instance }, { configured }) => {
      const { AttachmentScope } = input
      const rules = rulesFor(AttachmentScope, configured)
      return { AttachedFilesConfiguration: describeRules(instance.id, AttachmentScope, rules) }
    },
  },
)
