// `kill -9` while rules on cases do their work: in the end everything that they say has happened, and nothing twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Connect } from '@aws-sdk/client-connect'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { present } from '../support/case-setting.ts'
import { instanceInput } from '../support/connect.ts'
import { type Program, rootKeyIn, startProgram, temporaryFolder } from '../support/program.ts'
import { onField, ruleFunction, setFields, sla, task } from '../support/rule-setting.ts'
import { given } from '../support/seed.ts'

const rounds = process.env.FAULTS === 'full' ? 20 : 2
const casesPerRound = 12

const clients = (data: string, { endpoint }: Program) => {
  const options = { endpoint, region: 'us-east-1', credentials: rootKeyIn(data), maxAttempts: 1 }
  const [cases, connect] = [new ConnectCases(options), new Connect(options)]
  return {
    cases,
    connect,
    [Symbol.dispose]: () => {
      cases.destroy()
      connect.destroy()
    },
  }
}

/** A domain whose new cases get an SLA, a summary and a task. */
const setUp = async ({ cases, connect }: ReturnType<typeof clients>) => {
  const { domainId, domainArn } = await cases.createDomain({ name: 'support' })
  const { templateId } = await cases.createTemplate({ domainId, name: 'template' })
  const { Id: InstanceId } = await connect.createInstance(instanceInput('acme'))
  const IntegrationType = 'CASES_DOMAIN'
  await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType,
    IntegrationArn: domainArn,
  })
  const { RuleArn } = await connect.createRule({
    InstanceId,
    Name: 'welcome',
    TriggerEventSource: { EventSourceName: 'OnCaseCreate' },
    Function: ruleFunction([onField('status', 'EQUALS', ['open'])]),
    Actions: [sla, setFields({ summary: 'seen' }), task],
    PublishStatus: 'PUBLISHED',
  })
  return { domainId: given(domainId), templateId: given(templateId), ruleArn: given(RuleArn) }
}

type Place = Awaited<ReturnType<typeof setUp>>

const create = async (cases: ConnectCases, { domainId, templateId }: Place, title: string) => {
  const fields = [{ id: 'title', value: { stringValue: title } }]
  return given((await cases.createCase({ domainId, templateId, fields })).caseId)
}

/** What the rule has done to a case, oldest first. */
const doneTo = async (cases: ConnectCases, { domainId, ruleArn }: Place, caseId: string) => {
  const { auditEvents } = await cases.getCaseAuditEvents({ domainId, caseId })
  return present(auditEvents)
    .filter(({ performedBy }) => performedBy?.iamPrincipalArn === ruleArn)
    .map(({ type, relatedItemType }) => `${type} ${relatedItemType ?? ''}`.trim())
    .reverse()
}

const everything = ['RelatedItem.Created Sla', 'Case.Updated', 'RelatedItem.Created Contact']

test('[B-1261] what rules say happens once, however often the server dies', async () => {
  using folder = temporaryFolder()
  const data = folder.path
  const created: string[] = []
  let place: Place | undefined
  for (let round = 0; round < rounds; round += 1) {
    await using server = await startProgram(['--data', data])
    using at = clients(data, server)
    place ??= await setUp(at)
    for (let index = 0; index < casesPerRound; index += 1) {
      created.push(await create(at.cases, place, `case ${round} ${index}`))
    }
    // Somewhere between the first step of the first case and the last of the last.
    await pause(800 + Math.random() * 700)
    server.child.kill('SIGKILL')
    await server.ended
  }
  await using server = await startProgram(['--data', data])
  using at = clients(data, server)
  const there = given(place)
  for (const caseId of created) {
    let done = await doneTo(at.cases, there, caseId)
    for (let tries = 0; done.length < everything.length && tries < 300; tries += 1) {
      await pause(100)
      done = await doneTo(at.cases, there, caseId)
    }
    assert.deepEqual(done, everything, `case ${caseId}`)
  }
  await pause(1500)
  for (const caseId of created) {
    assert.deepEqual(await doneTo(at.cases, there, caseId), everything, `case ${caseId}, later`)
  }
})
