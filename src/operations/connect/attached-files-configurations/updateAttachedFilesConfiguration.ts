// UpdateAttachedFilesConfiguration: change what an instance lets be attached in one scope. What is not given stays as
// it is; what is attached already stays too.
import { rulesFor } from '../../../domain/files/file-rules.ts'
import type { AttachedFilesConfigurationRow } from '../../../domain/rows.ts'
import { validation } from '../../../errors.ts'
import type { Input } from '../../../model/index.ts'
import { query } from '../../../storage/contract.ts'
import { onInstance, writeInstance } from '../instance-call.ts'
import { describeRules } from './configuration.ts'

export const updateAttachedFilesConfiguration = writeInstance('UpdateAttachedFilesConfiguration', {
  checks: (call) => [onInstance('connect:UpdateAttachedFilesConfiguration', call)],
  load: ({ input }) => ({
    configured: query('attachedFilesConfigurations', { instanceId: input.InstanceId }),
  }),
  decide: ({ input, instance, now }, { configured }) => {
    const { AttachmentScope: scope } = input
    const before = configured.find((each) => each.scope === scope)
    const given = givenIn(input)
    if ((given.extensions?.length ?? 0) > extensionsMax) {
      throw validation(`A scope has ${extensionsMax} extensions at most.`)
    }
    const row: AttachedFilesConfigurationRow = {
      ...before,
      instanceId: instance.id,
      scope,
      modifiedAt: now,
      ...given,
    }
    const isChange = Object.keys(given).length > 0
    const rules = rulesFor(scope, isChange ? [row] : configured)
    return {
      output: describeRules(instance.id, scope, rules),
      changes: isChange ? [{ change: 'attachedFilesConfiguration.put', row }] : [],
    }
  },
})

/** [ours] Each announcement of a file goes through them. */
const extensionsMax = 200

const givenIn = ({
  MaximumSizeLimitInBytes: sizeMax,
  ExtensionConfiguration: extensions,
}: Input<'UpdateAttachedFilesConfiguration'>): Pick<
  AttachedFilesConfigurationRow,
  'extensions' | 'sizeMax'
> => ({
  ...(sizeMax === undefined ? {} : { sizeMax }),
  ...(extensions === undefined
    ? {}
    : { extensions: unique(extensions.AllowedExtensions.map(({ Extension }) => Extension)) }),
})

const unique = (extensions: readonly string[]): readonly string[] => [
  ...new Set(extensions.map((extension) => extension.toLowerCase())),
]
