// PutContact: tell the server that a contact exists, so that cases can point at it. AWS has no such call: its
// contacts are made by Amazon Connect.
import { isContactArn, parseTime } from '../../domain/directory.ts'
import type { ContactRow } from '../../domain/rows.ts'
import { validation } from '../../errors.ts'
import { type Location, parseConnectArn } from '../../ids.ts'
import { query } from '../../storage/contract.ts'
import { writeAccount } from '../operation.ts'

export const putContact = writeAccount('PutContact', {
  checks: ({ input }) => [{ action: 'opencases:PutContact', resource: input.arn }],
  load: ({ input }) => ({ before: query('contactByArn', { arn: input.arn }) }),
  decide: ({ input, location, now }, { before }) => {
    const { arn, channel, connectedToSystemTime } = input
    if (!isContactArn(arn)) {
      throw validation('The arn must be that of a contact: arn:…:instance/…/contact/….')
    }
    const connectedToSystemAt = parseTime(connectedToSystemTime)
    if (connectedToSystemAt === undefined) {
      throw validation('The connectedToSystemTime must be an RFC 3339 date and time.')
    }
    if (before?.details?.initiationMethod !== undefined) {
      throw validation('The contact was made here, and is what it is.')
    }
    const told = { arn, channel, connectedToSystemAt }
    const details = detailsOf(told, location, { now, before })
    const row = { ...told, ...(details === undefined ? {} : { details }) }
    return { output: {}, changes: [{ change: 'contact.put', row }] }
  },
})

/** A contact of this server's own place can be described, updated, stopped and searched for. */
const detailsOf = (
  { arn, connectedToSystemAt: initiatedAt }: ContactRow,
  location: Location,
  { now, before }: { now: number; before: ContactRow | undefined },
): ContactRow['details'] => {
  const parsed = parseConnectArn(location, arn)
  if (parsed?.kind !== 'contact') return undefined
  const { instanceId, id } = parsed
  const blank = { attributes: {}, references: {}, segmentAttributes: {} }
  return {
    ...blank,
    associationId: id,
    ...before?.details,
    instanceId,
    id,
    initiatedAt,
    updatedAt: now,
  }
}
