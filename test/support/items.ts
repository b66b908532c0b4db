// A case with a contact that the directory knows: what tests of related items start from.
import assert from 'node:assert/strict'
import { seedCase, seedDomain } from './seed.ts'
import { startTestServer } from './server.ts'

export const contactArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/contact/c1'
export const fileArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/file/f1'
export const nowhere = '0198c000-0000-7000-8000-000000000001'

export const comment = (body: string) => ({
  type: 'Comment' as const,
  content: { comment: { body, contentType: 'Text/Plain' as const } },
})

export const sla = (name: string, target = 'closed', minutes = 10) => ({
  type: 'Sla' as const,
  content: {
    sla: {
      slaInputConfiguration: {
        name,
        type: 'CaseField' as const,
        fieldId: 'status',
        targetFieldValues: [{ stringValue: target }],
        targetSlaMinutes: minutes,
      },
    },
  },
})

/** @param quotas as the setting takes them */
export const itemSetting = async (quotas?: string) => {
  const server = await startTestServer(quotas === undefined ? {} : { settings: { quotas } })
  const { client } = server
  const domain = await seedDomain(client)
  const { domainId } = domain
  const { caseId, caseArn } = await seedCase(client, domain)
  const contact = {
    arn: contactArn,
    channel: 'VOICE',
    connectedToSystemTime: '2026-01-02T03:04:05Z',
  }
  assert.equal((await server.send('PUT', '/_opencases/contacts', contact)).status, 200)
  const file = { arn: fileArn, case: caseArn, name: 'a.pdf' }
  assert.equal((await server.send('PUT', '/_opencases/files', file)).status, 200)
  return {
    server,
    client,
    domain,
    domainId,
    caseId,
    caseArn,
    newCase: () => seedCase(client, domain),
    items: async (filters?: object[]) =>
      (await client.searchRelatedItems({ domainId, caseId, filters: filters as [] }))
        .relatedItems ?? [],
    history: async () => (await client.getCaseAuditEvents({ domainId, caseId })).auditEvents ?? [],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
