// PutFile: tell the server that a file is attached to a case, so that the case can point at it. AWS has no such
// call: its files are uploaded through Amazon Connect.
import { isFileArn } from '../../domain/directory.ts'
import { notFound, validation } from '../../errors.ts'
import { arnsOf, type Location, parseArn } from '../../ids.ts'
import { query } from '../../storage/contract.ts'
import { writeAccount } from '../operation.ts'

export const putFile = writeAccount('PutFile', {
  checks: ({ input, location }) => {
    const { domainId, id } = caseNamed(location, input.case)
    const resource = arnsOf(location, domainId).case(id)
    return [{ action: 'opencases:PutFile', resource, stored: 'case' }]
  },
  load: ({ input, location, configs }) => {
    const { domainId, id } = caseNamed(location, input.case)
    const file = query('fileByArn', { arn: input.arn })
    const scope = configs.domain(domainId)?.scope
    return scope === undefined ? { file } : { file, case: query('caseById', { scope, caseId: id }) }
  },
  stored: (rows) => {
    const row = 'case' in rows ? rows.case : undefined
    return { case: row === undefined ? undefined : { tags: row.tags } }
  },
  decide: ({ input }, rows) => {
    const row = 'case' in rows ? rows.case : undefined
    if (row === undefined) throw notFound('Case', input.case)
    if (!isFileArn(input.arn)) {
      throw validation('The arn must be that of an attached file: arn:…:instance/…/file/….')
    }
    const { file } = rows
    if (file !== undefined && (file.scope !== row.scope || file.caseId !== row.id)) {
      throw validation('The file is attached to another case, and stays there.')
    }
    if (file?.attachment !== undefined) {
      throw validation('The file was uploaded here, and is what it is.')
    }
    const changed = { arn: input.arn, scope: row.scope, caseId: row.id, name: input.name }
    return { output: {}, changes: [{ change: 'file.put', row: changed }] }
  },
})

// The path has no domain that an id could lie in, so only the case's ARN will do; anything else names no case.
const caseNamed = (location: Location, text: string): { domainId: string; id: string } => {
  const arn = parseArn(location, text)
  return arn?.kind === 'case' ? arn : { domainId: '', id: '' }
}
