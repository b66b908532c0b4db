// An instance with a user and a queue, whose clock stands still until it is moved on: for tests about contacts.
import { Connect } from '@aws-sdk/client-connect'
import { caseSetting } from './case-setting.ts'
import { instanceInput, userInput } from './connect.ts'
import { queueInput, taskInput } from './connect-operations.ts'
import { noteOperations } from './errors.ts'
import { given } from './seed.ts'
import type { Keys } from './server.ts'

/** @param settings of the server as flags. */
export const contactSetting = async (settings: Record<string, string> = {}) => {
  const setting = await caseSetting(settings)
  const clients: Connect[] = []
  const connectAs = (credentials: Keys) => {
    const options = { endpoint: setting.endpoint, region: 'us-east-1', maxAttempts: 1 }
    const client = new Connect({ ...options, credentials })
    noteOperations(client)
    clients.push(client)
    return client
  }
  const connect = connectAs(setting.rootKey)
  const { Id, Arn } = await connect.createInstance(instanceInput())
  const InstanceId = given(Id)
  const { UserId, UserArn } = await connect.createUser(userInput(InstanceId))
  const { QueueId } = await connect.createQueue(queueInput(InstanceId, 'support'))
  return {
    ...setting,
    connect,
    connectAs,
    InstanceId,
    instanceArn: given(Arn),
    UserId: given(UserId),
    userArn: given(UserArn),
    QueueId: given(QueueId),
    startTask: async (more: object = {}) => {
      const input = { ...taskInput(InstanceId), ...more }
      return given((await connect.startTaskContact(input)).ContactId)
    },
    describe: async (ContactId: string | undefined) =>
      given((await connect.describeContact({ InstanceId, ContactId })).Contact),
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy()
      await setting[Symbol.asyncDispose]()
    },
  }
}
