// Amazon Connect elsewhere: contacts and users of instances that this server does not have. What is asked there is
// asked before a transaction, never in one.
import type { ContactRow } from '../rows.ts'

export type Elsewhere = {
  /** Whether it could know of such an ARN: it is one of Connect, in its region. */
  covers(arn: string): boolean
  /** Rejects with an InternalServerException and a time to wait if it cannot be asked. */
  contact(arn: string): Promise<ContactRow | undefined>
  /** Whether there is such a user. Rejects likewise. */
  user(arn: string): Promise<boolean>
}
