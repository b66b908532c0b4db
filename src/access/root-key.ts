// The root key: there is always exactly one. The first start makes it, or takes it from the
// settings; another pair in the settings replaces it.
import type { AccessKeyRow } from '../domain/rows.ts'
import { type Change, query } from '../storage/contract.ts'
import { type KeyRing, newId, newSecret } from './access-keys.ts'
import { isRoot } from './credentials.ts'

export type RootKey = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Whether this start made or replaced it. */
  readonly created: boolean
}

/**
 * Make sure that there is a root key, the given one if one is given. Throws an Error with a
 * sentence if the server key is not the one that the stored secrets were sealed with.
 */
export const ensureRootKey = (
  ring: KeyRing,
  given?: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<RootKey> => {
  const { clock, key, location } = ring
  const principalArn = `arn:${location.partition}:iam::${location.accountId}:root`
  const fresh = given ?? {
    accessKeyId: newId(clock, 'AKIA'),
    secretAccessKey: newSecret(clock),
  }
  return ring.store.write<{ keys: ReturnType<typeof allKeys> }, RootKey>({
    plan: () => ({ keys: allKeys() }),
    decide: ({ keys }) => {
      refuseForeignKeys(ring, keys)
      const roots = keys.filter(isRoot)
      const current =
        given === undefined ? roots[0] : roots.find(({ id }) => id === given.accessKeyId)
      const secret = current === undefined ? undefined : key.open(current.id, current.sealedSecret)
      const kept =
        current === undefined || secret === undefined
          ? fresh
          : { accessKeyId: current.id, secretAccessKey: given?.secretAccessKey ?? secret }
      if (keys.some((row) => row.id === kept.accessKeyId && !isRoot(row))) {
        throw new Error(`The root access key id ${kept.accessKeyId} is the id of another key.`)
      }
      const changes: Change[] = roots
        .filter(({ id }) => id !== kept.accessKeyId)
        .map(({ id }) => ({ change: 'accessKey.delete', id }))
      const isStored = kept.secretAccessKey === secret && current?.principalArn === principalArn
      if (!isStored) {
        changes.push({ change: 'accessKey.put', row: rootRow(ring, principalArn, kept) })
      }
      return { answer: { ...kept, created: kept.secretAccessKey !== secret }, changes }
    },
  })
}

const allKeys = () => query('accessKeys', {})

const rootRow = (
  { clock, key }: KeyRing,
  principalArn: string,
  { accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string },
): AccessKeyRow => ({
  id: accessKeyId,
  name: 'root',
  principalArn,
  sealedSecret: key.seal(accessKeyId, secretAccessKey),
  createdAt: clock.wallNow(),
})

// With another key every caller would be unknown and every history look forged: better not to
// start.
const refuseForeignKeys = ({ key }: KeyRing, rows: readonly AccessKeyRow[]): void => {
  if (rows.every((row) => key.open(row.id, row.sealedSecret) !== undefined)) return
  throw new Error(
    'The server key does not open the access keys of this database: ' +
      'start with the server.key or OPENCASES_KEY that it was made with.',
  )
}
