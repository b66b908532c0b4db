// What the tests of configuration operations share: two domains that are alike, so that ids of the
// one can be tried on the other, and a proof of which permissions an operation needs.
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import { expectError } from './errors.ts'
import { seedDomain } from './seed.ts'
import { startTestServer, type TestServer } from './server.ts'

/** An id of the right form that nothing has. */
export const nowhere = '0198c000-0000-7000-8000-000000000001'

/** A server with a seeded domain and another one, `other`; `quotas` as in the setting. */
export const configured = async (quotas = '') => {
  const test = await startTestServer(quotas === '' ? {} : { settings: { quotas } })
  const own = await seedDomain(test.client)
  const other = await seedDomain(test.client, 'other')
  return { ...test, ...own, other }
}

/**
 * Assert that `call` needs `action` on each of `resources` (relative to `base`, an ARN) and on nothing
 * else: it is allowed with exactly these, and denied with any one of them taken away.
 */
export const needs = async (
  test: Pick<TestServer, 'clientFor'>,
  wanted: { action: string; base?: string; resources: readonly string[] },
  call: (client: ConnectCases) => Promise<unknown>,
): Promise<void> => {
  const { action, base = '', resources } = wanted
  const all = resources.map((resource) => `${base}${resource}`)
  for (const [at, missing] of all.entries()) {
    const Resource = all.filter((resource) => resource !== missing)
    const client = await test.clientFor(policy(action, Resource), `without-${action}-${at}`)
    const error = await expectError(call(client), 'AccessDeniedException', /no identity-based/)
    if (!error.message.includes(action)) throw new Error(`the denial names not ${action}`)
  }
  await call(await test.clientFor(policy(action, all), `with-${action}`))
}

/** A policy needs a statement: without a resource it allows another action. */
const policy = (action: string, resources: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [
    resources.length === 0
      ? { Effect: 'Allow', Action: 'connect:DescribeUser', Resource: '*' }
      : { Effect: 'Allow', Action: `cases:${action}`, Resource: resources },
  ],
})
