// Directus: an item of a table of three columns, by static token.
import { rawRequest } from '../request.ts'
import { type Peer, type Serving, Skipped, type Subject } from './peer.ts'

export const directus: Peer = {
  name: 'Directus 12.4.0 (PostgreSQL)',
  authentication: 'static token',
  durability: 'synced at each commit',
}

const token = 'Bearer bench-token'

/** Make the table; wait until it answers. */
export const directusSubjects = async ({ port }: Serving): Promise<Subject[]> => {
  const column = (field: string, type: string) => ({ field, type })
  const key = { is_primary_key: true, has_auto_increment: true }
  const answer = await fetch(`http://127.0.0.1:${port}/collections`, {
    method: 'POST',
    headers: { authorization: token, 'content-type': 'application/json' },
    body: JSON.stringify({
      collection: 'comments',
      schema: {},
      meta: {},
      fields: [
        { ...column('id', 'integer'), schema: key },
        column('case_id', 'string'),
        column('body', 'text'),
      ],
    }),
  })
  if (!answer.ok)
    throw new Skipped(`Directus makes no table: ${answer.status} ${await answer.text()}`)
  const body = `Called back. ${'late parcel order '.repeat(7)}`
  const payload = Buffer.from(JSON.stringify({ case_id: 'case-1', body }))
  const request = rawRequest('POST', '/items/comments', {
    headers: [
      ['host', `127.0.0.1:${port}`],
      ['authorization', token],
      ['content-type', 'application/json'],
    ],
    payload,
  })
  return [{ name: 'item', port, connections: [1, 8, 64], requests: () => [request] }]
}
