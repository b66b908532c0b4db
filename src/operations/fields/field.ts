// What the operations on fields share.
import { toDate } from '../../clock.ts'
import type { Field } from '../../domain/domain-config.ts'
import { validation } from '../../errors.ts'
import type { Arns } from '../../ids.ts'
import type { FieldAttributes, FieldSummary, GetFieldResponse } from '../../model/fields.ts'
import { given } from '../configuration.ts'

/** A field as a list shows it. */
export const fieldSummary = (arns: Arns, field: Field): FieldSummary => ({
  fieldId: field.id,
  fieldArn: arns.field(field.id),
  name: field.name,
  type: field.type,
  namespace: field.namespace,
  ...given(field, ['attributes']),
})

/** A field with everything that is known of it. */
export const fieldResponse = (arns: Arns, field: Field): GetFieldResponse => ({
  ...fieldSummary(arns, field),
  ...given(field, ['description']),
  tags: field.tags,
  deleted: field.deleted,
  createdTime: toDate(field.createdAt),
  lastModifiedTime: toDate(field.modifiedAt),
})

/** Attributes name the type they are for (B-216). */
export const refuseMisplacedAttributes = (
  type: Field['type'],
  attributes: FieldAttributes | undefined,
): void => {
  if (attributes !== undefined && type !== 'Text') {
    throw validation(`The attributes text are for fields of type Text, not ${type}.`)
  }
}

/** System fields keep what they are (B-211). */
export const refuseSystemField = (field: Field, doing: string): void => {
  if (field.namespace === 'System') {
    throw validation(`The field ${field.id} is a system field and cannot be ${doing}.`)
  }
}

/** Only single-select fields have options (B-230). */
export const refuseWithoutOptions = (field: Field): void => {
  if (field.type !== 'SingleSelect') {
    throw validation(`The field ${field.id} is of type ${field.type} and has no options.`)
  }
}
