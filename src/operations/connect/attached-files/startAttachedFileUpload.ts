// StartAttachedFileUpload: announce a file of a case, and get the URL that takes its bytes. The file exists from then
// on, and goes again if they do not come.
import { rulesFor, wrongWith } from '../../../domain/files/file-rules.ts'
import { invalidRequest, tooManyFiles } from '../../../errors.ts'
import { connectArnsOf } from '../../../ids.ts'
import { query } from '../../../storage/contract.ts'
import { tagKeys } from '../../cases/case-checks.ts'
import { firstAnswer, remembered, repeated } from '../../client-token.ts'
import { writeAccount } from '../../operation.ts'
import { placePlan } from './file-call.ts'
import { announcedFile, caseOf, type StartCall, tokenOf, userKey, withUrl } from './start.ts'

export const startAttachedFileUpload = writeAccount('StartAttachedFileUpload', {
  ownRetries: true,
  checks: ({ input, location }) => [
    {
      action: 'connect:StartAttachedFileUpload',
      resource: connectArnsOf(location, input.InstanceId).any('file'),
      keys: {
        'connect:InstanceId': input.InstanceId,
        ...userKey(input.CreatedBy),
        ...tagKeys(input.Tags),
      },
    },
  ],
  load: (call) => {
    const place = placePlan(call)
    const { InstanceId: instanceId } = call.input
    return {
      ...place,
      first: firstAnswer(call, tokenOf(call.input)),
      configured: query('attachedFilesConfigurations', { instanceId }),
      ...('case' in place ? { count: query('attachmentCount', place.case.takes) } : {}),
    }
  },
  decide: (call, rows) => {
    const { input, quotas } = call
    const row = caseOf(call, rows)
    const token = tokenOf(input)
    const first = repeated<ReturnType<typeof announcedFile>>(token, rows.first, invalidRequest)
    if (first !== undefined) return { output: () => withUrl(call, first), changes: [] }
    refuse(call)
    const wrong = wrongWith(input, rulesFor('CASE', rows.configured))
    if (wrong !== undefined) throw wrong
    if ('count' in rows && rows.count >= quotas.filesPerCase) {
      throw tooManyFiles(`The quota is reached: files of a case, ${quotas.filesPerCase}`)
    }
    const file = announcedFile(call, row)
    return {
      output: () => withUrl(call, file),
      changes: [{ change: 'file.put', row: file }, ...remembered(call, token, file)],
    }
  },
})

const refuse = ({ input }: StartCall): void => {
  if (input.FileUseCaseType !== 'ATTACHMENT') {
    throw invalidRequest('The FileUseCaseType must be ATTACHMENT.')
  }
  if (input.CreatedBy !== undefined && 'AWSIdentityArn' in input.CreatedBy) {
    throw invalidRequest('An AWSIdentityArn is not given, but found by who signed the request.')
  }
}
