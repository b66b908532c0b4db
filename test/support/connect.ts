// Clients of Amazon Connect for a test's server: the official SDK, in a file of its own, since it is large.
import { Connect } from '@aws-sdk/client-connect'
import { noteOperations } from './errors.ts'
import type { Keys, TestServer } from './server.ts'

export { Connect }

/** A client of Amazon Connect; by root unless `credentials` says otherwise. */
export const connectWith = (
  test: Pick<TestServer, 'config' | 'endpoint' | 'server'>,
  credentials: Keys = test.server.rootKey,
): Connect => {
  const { endpoint, config } = test
  const { region } = config
  const client = new Connect({ endpoint, region, credentials, maxAttempts: 1 })
  noteOperations(client)
  return client
}

/** A client whose key may do what the policy document allows. */
export const connectFor = async (test: TestServer, policy: object, name = 'tester') =>
  connectWith(test, await test.keyFor(policy, { name }))

export const instanceInput = (InstanceAlias = 'acme') =>
  ({
    IdentityManagementType: 'CONNECT_MANAGED',
    InstanceAlias,
    InboundCallsEnabled: true,
    OutboundCallsEnabled: false,
  }) as const

export const userInput = (InstanceId: string, Username = 'ann') => ({
  InstanceId,
  Username,
  Password: 'Secret-Word-1',
  IdentityInfo: { FirstName: 'Ann', LastName: 'Lee' },
  SecurityProfileIds: ['agent'],
  RoutingProfileId: 'basic',
})
