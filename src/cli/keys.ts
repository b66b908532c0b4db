// `opencases keys create|list|revoke`: works while a server runs; a revoked key stops at its next request.
import { readFileSync } from 'node:fs'
import { createKey, listKeys, type NewKey, revokeKey } from '../access/access-keys.ts'
import { formatInstant } from '../clock.ts'
import type { Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { print, printError } from './print.ts'
import { withTool } from './tool.ts'

export const keys = async (
  config: Config,
  [verb, id]: readonly string[],
  flags: Readonly<Record<string, string>>,
): Promise<number> => {
  if (verb === 'create' && id === undefined) return create(config, flags)
  const hasFlags = Object.keys(flags).length > 0
  if (verb === 'list' && id === undefined && !hasFlags) return list(config)
  if (verb === 'revoke' && id !== undefined && !hasFlags) return revoke(config, id)
  throw new ConfigError('keys wants create, list or revoke ID; see opencases --help.')
}

const create = async (config: Config, flags: Readonly<Record<string, string>>): Promise<number> => {
  const { name, policy: file, expires } = flags
  if (name === undefined || file === undefined) {
    throw new ConfigError('keys create needs --name and --policy.')
  }
  const policy = readPolicy(file)
  await withTool(config, async ({ store, key, clock }) => {
    const ring = { store, key, clock, location: config.location }
    const made = await createKey(ring, { name, policy, expires })
    for (const warning of made.warnings) printError(`warning: ${warning}`)
    try {
      await print(flags.json === undefined ? lines(made) : json(made))
    } catch (error) {
      // Nobody will ever know its secret.
      await revokeKey(ring, made.accessKeyId)
      throw error
    }
  })
  return 0
}

const readPolicy = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`The policy file ${file} cannot be read.`, { cause })
  }
}

const json = ({ accessKeyId, secretAccessKey, sessionToken, principalArn }: NewKey): string =>
  JSON.stringify({ accessKeyId, secretAccessKey, sessionToken, principalArn })

const lines = (key: NewKey): string =>
  [
    `aws_access_key_id = ${key.accessKeyId}`,
    `aws_secret_access_key = ${key.secretAccessKey}`,
    ...(key.sessionToken === undefined ? [] : [`aws_session_token = ${key.sessionToken}`]),
    `# ${key.principalArn}; the secret is not shown again`,
  ].join('\n')

const list = async (config: Config): Promise<number> => {
  const rows = await withTool(config, ({ store }) => listKeys({ store }))
  for (const { accessKeyId, principalArn, createdAt, expiresAt } of rows) {
    const end = expiresAt === undefined ? '' : `  expires ${formatInstant(expiresAt)}`
    await print(`${accessKeyId}  ${principalArn}  created ${formatInstant(createdAt)}${end}`)
  }
  return 0
}

const revoke = async (config: Config, id: string): Promise<number> => {
  await withTool(config, ({ store }) => revokeKey({ store }, id))
  await print(`${id} is revoked`)
  return 0
}
