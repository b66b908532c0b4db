// Who may be named as a performer and which contacts may be pointed at, by what is known of them here.
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { userInput } from '../support/connect.ts'
import { contactSetting } from '../support/contacts.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const call = { Channel: 'VOICE', InitiationMethod: 'TRANSFER' } as const

test('[B-308] [B-406] tags, channel and instance decide who is named and pointed at', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, instanceArn, domainId, newCase, startTask, as } = here
  const caseId = await newCase()
  const user = async (Username: string, team: string) => {
    const input = { ...userInput(InstanceId, Username), Tags: { team } }
    return given((await connect.createUser(input)).UserArn)
  }
  const [red, blue] = [await user('red', 'red'), await user('blue', 'blue')]
  const allow = (Action: string, StringEquals?: object) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...(StringEquals === undefined ? {} : { Condition: { StringEquals } }),
  })
  const reds = { 'aws:ResourceTag/team': 'red', 'connect:InstanceId': InstanceId }
  const someone = await as(
    allow('cases:*'),
    allow('connect:DescribeUser', reds),
    allow('connect:DescribeContact', { 'connect:Channel': 'TASK' }),
  )
  const item = { domainId, caseId }
  const content = { comment: { body: 'x', contentType: 'Text/Plain' } } as const
  const by = (userArn: string) =>
    someone.createRelatedItem({ ...item, type: 'Comment', content, performedBy: { userArn } })
  await by(red)
  const missing = `${instanceArn}/agent/${nowhere}`
  for (const other of [blue, missing, red.replace(InstanceId, nowhere)]) {
    await expectError(by(other), 'AccessDeniedException', /connect:DescribeUser on/)
  }
  const at = (id: string | undefined) => {
    const contact = { contactArn: `${instanceArn}/contact/${id}` }
    return someone.createRelatedItem({ ...item, type: 'Contact', content: { contact } })
  }
  await at(await startTask())
  const voice = await connect.createContact({ InstanceId, ...call })
  for (const other of [voice.ContactId, nowhere]) {
    await expectError(at(other), 'AccessDeniedException', /connect:DescribeContact on/)
  }
})
