// How the operations on attached files configurations show one.
import { toDate } from '../../../clock.ts'
import type { AttachmentRules, AttachmentScope } from '../../../domain/files/file-rules.ts'

export const summarizeRules = (
  InstanceId: string,
  AttachmentScope: AttachmentScope,
  { sizeMax, extensions }: AttachmentRules,
) => ({
  InstanceId,
  AttachmentScope,
  MaximumSizeLimitInBytes: sizeMax,
  ExtensionConfiguration: {
    AllowedExtensions: extensions.map((Extension) => ({ Extension })),
  },
})

export const describeRules = (
  instanceId: string,
  scope: AttachmentScope,
  rules: AttachmentRules,
) => ({
  ...summarizeRules(instanceId, scope, rules),
  ...(rules.modifiedAt === undefined ? {} : { LastModifiedTime: toDate(rules.modifiedAt) }),
})
