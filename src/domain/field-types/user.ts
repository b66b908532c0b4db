// User fields: a user's ARN as `userArnValue`, or a custom entity as `stringValue`: of the union's
// members the one that holds what `UserUnion` calls `customEntity` (B-316).
import type { FieldValueUnion, UserUnion } from '../../model/common.ts'
import { type FieldTypeArm, fits } from './field-type.ts'

export const user: FieldTypeArm = {
  parse: (_field, value) => {
    if ('userArnValue' in value && isArn(value.userArnValue)) {
      return { value: { userArnValue: value.userArnValue } }
    }
    if ('stringValue' in value && entityForm.test(value.stringValue)) {
      return { value: { stringValue: value.stringValue } }
    }
    return { mustBe: "a userArnValue with a user's ARN, or a stringValue with a custom entity" }
  },
}

/** A user as the value of a User field. */
export const userValue = (someone: UserUnion): FieldValueUnion =>
  'userArn' in someone ? { userArnValue: someone.userArn } : { stringValue: someone.customEntity }

const isArn = (text: string): boolean => fits(text, 500) && arnForm.test(text)

const arnForm = /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/
const entityForm = /^[a-zA-Z0-9_\-.@:/ ]{0,499}[a-zA-Z0-9_\-.@:/]$/
