// PutContact: tell the server that a contact exists, so that cases can point at it. AWS has no such call: its
// contacts are made by Amazon Connect.
import { isContactArn, parseTime } from '../../domain/directory.ts'
import { validation } from '../../errors.ts'
import { writeAccount } from '../operation.ts'

export const putContact = writeAccount('PutContact', {
  checks: ({ input }) => [{ action: 'opencases:PutContact', resource: input.arn }],
  load: () => ({}),
  decide: ({ input: { arn, channel, connectedToSystemTime } }) => {
    if (!isContactArn(arn)) {
      throw validation('The arn must be that of a contact: arn:…:instance/…/contact/….')
    }
    const connectedToSystemAt = parseTime(connectedToSystemTime)
    if (connectedToSystemAt === undefined) {
      throw validation('The connectedToSystemTime must be an RFC 3339 date and time.')
    }
    const row = { arn, channel, connectedToSystemAt }
    return { output: {}, changes: [{ change: 'contact.put', row }] }
  },
})
