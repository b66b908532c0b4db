// What no Cases operation can create: the contacts and files that cases point at. AWS keeps them in Amazon
// Connect; here a signed PUT fills the directory.

import { CaseId, ContactArn } from './common.ts'
import { FileArn } from './related-items.ts'
import { operation } from './shape.ts'
import { Type } from './type.ts'

/** Put a contact into the directory, or change what is known of it. */
export const PutContact = operation({
  name: 'PutContact',
  method: 'PUT',
  path: '/_opencases/contacts',
  idempotent: true,
  errors: ['ValidationException'],
  input: Type.Object({
    arn: ContactArn,
    channel: Type.Enum(['VOICE', 'CHAT', 'TASK', 'EMAIL']),
    /** RFC 3339. */
    connectedToSystemTime: Type.String({ minLength: 1, maxLength: 40 }),
  }),
  output: Type.Object({}),
})

/** Put an attached file of a case into the directory. */
export const PutFile = operation({
  name: 'PutFile',
  method: 'PUT',
  path: '/_opencases/files',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    arn: FileArn,
    /** The ARN of the case that the file is attached to. */
    case: CaseId,
    name: Type.String({ minLength: 1, maxLength: 256 }),
  }),
  output: Type.Object({}),
})
