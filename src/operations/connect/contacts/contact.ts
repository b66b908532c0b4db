// What the operations on contacts share: how one is found, and what a policy may ask of it.
import type { ContactDetails } from '../../../domain/connect/rows.ts'
import type { ContactRow } from '../../../domain/rows.ts'
import { notFound } from '../../../errors.ts'
import type { ConnectArns } from '../../../ids.ts'
import { query } from '../../../storage/contract.ts'
import type { Check, StoredAttributes } from '../../operation.ts'
import { type InstanceCall, instanceKey } from '../instance-call.ts'

/** A contact of an instance here. */
export type KnownContact = ContactRow & { readonly details: ContactDetails }

/** The question for a contact by its id. Without one it has no answer: no row has such an ARN. */
export const contactById = (connect: ConnectArns, id: string | undefined) =>
  query('contactByArn', { arn: id === undefined ? '' : connect.contact(id) })

/** The question for a user by its id, likewise. */
export const userById = (instanceId: string, id: string | undefined) =>
  query('connectResource', { instanceId, kind: 'user', id: id ?? '' })

/** The contact that was asked for; it must exist. */
export const existingContact = (row: ContactRow | undefined, id: string): KnownContact => {
  const details = row?.details
  if (row === undefined || details === undefined) throw notFound('Contact', id)
  return { ...row, details }
}

/** Refuse an id that names no contact, if one is given. */
export const requireContact = (row: ContactRow | undefined, id: string | undefined): void => {
  if (id !== undefined) existingContact(row, id)
}

/** A check on one stored contact, whose channel is loaded under the name `contact`. */
export const onContact = (
  action: string,
  { connect, input }: InstanceCall<{ InstanceId: string; ContactId: string }>,
): Check => ({
  action,
  resource: connect.contact(input.ContactId),
  keys: instanceKey(input),
  stored: 'contact',
})

/** Attributes for `onContact`. */
export const contactAttributes = (
  row: ContactRow | undefined,
): Readonly<Record<string, StoredAttributes | undefined>> => {
  if (row === undefined) return { contact: undefined }
  const association = row.details?.associationId
  const keys = {
    'connect:Channel': row.channel,
    ...(association === undefined ? {} : { 'connect:ContactAssociationId': association }),
  }
  return { contact: { tags: {}, keys } }
}
