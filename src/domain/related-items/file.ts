// A file attached to the case. It belongs to one case: a file of another case does not exist for this one. One that
// was uploaded here must have been approved.
import { notFound, validation } from '../../errors.ts'
import type { Arm } from './arm.ts'

export const file: Arm<'file'> = {
  member: 'file',
  target: ({ fileArn }) => ({ kind: 'file', reference: fileArn }),
  create: ({ fileArn }, context) => {
    const ofCase =
      context.file?.scope === context.case.scope && context.file.caseId === context.case.id
    if (!ofCase) throw notFound('File', fileArn)
    const status = context.file?.attachment?.status ?? 'APPROVED'
    if (status !== 'APPROVED') {
      throw validation(`The file must be APPROVED; its status is ${status}.`)
    }
    return { fileArn }
  },
  present: ({ fileArn }) => ({ fileArn }),
  terms: ({ fileArn }) => (fileArn === undefined ? {} : { reference: fileArn }),
  audit: ({ fileArn }) => ({ 'file.fileArn': { stringValue: fileArn } }),
}
