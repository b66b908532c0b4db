// What the directory of contacts and files accepts. Their ARNs are Amazon Connect's; they may be of any region and
// account, since a real instance may stand beside this server, but must have the form (B-481).
import { parseDateTime } from './field-types/date-time.ts'

/** Whether a text is the ARN of a contact of Amazon Connect. */
export const isContactArn = (text: string): boolean => arnForm.exec(text)?.[1] === 'contact'

/** Whether a text is the ARN of an attached file of Amazon Connect. */
export const isFileArn = (text: string): boolean => arnForm.exec(text)?.[1] === 'file'

/** Milliseconds since the epoch of an RFC 3339 date and time, undefined for anything else. */
export const parseTime = (text: string): number | undefined =>
  timeForm.test(text) ? parseDateTime(text) : undefined

const arnForm =
  /^arn:aws[a-z-]{0,20}:connect:[a-z0-9-]{1,30}:\d{12}:instance\/[\w-]{1,100}\/(contact|file)\/[\w-]{1,200}$/

const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
