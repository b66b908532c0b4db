// Every operation of both APIs, called once with something of each kind to find.
import { connectOperations } from '../../src/model/index.ts'
import { connectWith } from './connect.ts'
import { type ConnectName, connectRowOf, seedInstance } from './connect-operations.ts'
import { names, perform, rowOf, seedWorld } from './every-operation.ts'
import { startTestServer } from './server.ts'

const connectNames = Object.keys(connectOperations) as ConnectName[]

/** Call them all on a server of their own on the database. */
export const callEverything = async (databaseUrl: string): Promise<void> => {
  const quotas = 'domainsPerAccount=100,instancesPerAccount=50'
  await using server = await startTestServer({
    settings: { data: ':memory:', 'database-url': databaseUrl, quotas },
  })
  for (const name of names) {
    const world = await seedWorld(server.client, name)
    await perform(server.client, name, rowOf(name, world).input)
  }
  const connect = connectWith(server)
  for (const name of connectNames) {
    const { input } = connectRowOf(name, await seedInstance(server, name))
    await perform(connect, name, input)
  }
  connect.destroy()
}
