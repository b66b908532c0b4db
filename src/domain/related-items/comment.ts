// A comment: plain text, which its update replaces.
import type { Arm } from './arm.ts'

export const comment: Arm<'comment'> = {
  member: 'comment',
  create: ({ body, contentType }) => ({ body, contentType }),
  update: ({ body, contentType }) => ({ body, contentType }),
  present: ({ body, contentType }) => ({ body, contentType }),
  terms: () => ({}),
  audit: ({ body, contentType }) => ({
    'comment.body': { stringValue: body },
    'comment.contentType': { stringValue: contentType },
  }),
  // AWS's sample event says `comment.commentText` beside a payload of `comment.body`; kept.
  attributeNames: { 'comment.body': 'comment.commentText' },
}
