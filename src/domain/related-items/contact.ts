// A contact of Amazon Connect: a call, chat, task or email. The request has only its ARN; the rest is what the
// directory knew when it was linked.
import { formatInstant, toDate } from '../../clock.ts'
import { notFound } from '../../errors.ts'
import type { Arm } from './arm.ts'

export const contact: Arm<'contact'> = {
  member: 'contact',
  target: ({ contactArn }) => ({ kind: 'contact', reference: contactArn }),
  create: ({ contactArn }, context) => {
    if (context.contact === undefined) throw notFound('Contact', contactArn)
    const { arn, channel, connectedToSystemAt } = context.contact
    return { contactArn: arn, channel, connectedToSystemAt }
  },
  present: ({ contactArn, channel, connectedToSystemAt }) => ({
    contactArn,
    channel,
    connectedToSystemTime: toDate(connectedToSystemAt),
  }),
  terms: ({ contactArn, channel }) => ({
    ...(contactArn === undefined ? {} : { reference: contactArn }),
    // An empty list asks for no channel in particular.
    ...(channel === undefined || channel.length === 0 ? {} : { channels: channel }),
  }),
  audit: ({ contactArn, channel, connectedToSystemAt }) => ({
    'contact.contactArn': { stringValue: contactArn },
    'contact.channel': { stringValue: channel },
    'contact.connectedToSystemTime': { stringValue: formatInstant(connectedToSystemAt) },
  }),
}
