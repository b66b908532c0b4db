// `<data>/credentials`: the root key in the form that AWS SDKs and the AWS CLI read, with region
// and endpoint, so that a client needs nothing else. Replaced as a whole, never half written.
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/** The name of the credentials file in the data folder. */
export const credentialsFileName = 'credentials'

export type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
  readonly endpointUrl: string
}

/** Write the file with mode 0600 and return its path. Throws an Error with a sentence. */
export const writeCredentialsFile = (data: string, credentials: Credentials): string => {
  const file = join(data, credentialsFileName)
  const draft = `${file}.new`
  try {
    rmSync(draft, { force: true })
    const descriptor = openSync(draft, 'wx', 0o600)
    try {
      fchmodSync(descriptor, 0o600)
      writeSync(descriptor, formatted(credentials))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(draft, file)
    syncFolder(data)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Error(`The credentials file ${file} cannot be written (${code}).`, { cause: error })
  }
  return file
}

const formatted = (credentials: Credentials): string =>
  `# Written by OpenCases at every start: the root key of this server.
[opencases]
aws_access_key_id = ${credentials.accessKeyId}
aws_secret_access_key = ${credentials.secretAccessKey}
region = ${credentials.region}
endpoint_url = ${credentials.endpointUrl}
`
