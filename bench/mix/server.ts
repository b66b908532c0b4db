// The real server on a data folder or on PostgreSQL, and who calls it.
import { ConnectCasesClient } from '@aws-sdk/client-connectcases'
import { signedRequest, type Target } from '../request.ts'
import { type ServerProcess, startProcess } from '../server-process.ts'
import type { Question } from './queries.ts'

export type MixServer = {
  readonly process: ServerProcess
  readonly client: ConnectCasesClient
  readonly target: Target
  /** Signed anew each time: a signature is good for five minutes. */
  signed(questions: readonly Question[]): Buffer[]
}

const accessKeyId = 'AKIABENCHBENCHBENCH0'
const secretAccessKey = 'benchbenchbenchbenchbenchbenchbenchbench'

/** @param databaseUrl of PostgreSQL; without it everything is in the folder. */
export const startMixServer = async (data: string, databaseUrl?: string): Promise<MixServer> => {
  const process = await startProcess('bin/opencases.js', ['serve', '--port', '0', '--data', data], {
    OPENCASES_ROOT_ACCESS_KEY_ID: accessKeyId,
    OPENCASES_ROOT_SECRET_ACCESS_KEY: secretAccessKey,
    OPENCASES_LOG: 'warn',
    ...(databaseUrl === undefined ? {} : { OPENCASES_DATABASE_URL: databaseUrl }),
  })
  const region = 'us-east-1'
  const target: Target = {
    host: '127.0.0.1',
    port: process.port,
    region,
    accessKeyId,
    secretAccessKey,
  }
  const client = new ConnectCasesClient({
    endpoint: `http://127.0.0.1:${process.port}`,
    region,
    credentials: { accessKeyId, secretAccessKey },
  })
  return {
    process,
    client,
    target,
    signed: (questions) =>
      questions.map(({ path, body }) => signedRequest(target, 'POST', path, body)),
  }
}
