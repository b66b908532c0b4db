// dynalite: PutItem of a comment. Signed in form only, since it verifies none.
import { rawRequest } from '../request.ts'
import { type Peer, type Serving, Skipped, type Subject } from './peer.ts'

export const dynalite: Peer = {
  name: 'dynalite 4.0.0 (LevelDB)',
  authentication: 'Signature V4, parsed and not verified',
  durability: 'not synced',
}

/** Make the table and wait until it is there. */
export const dynaliteSubjects = async ({ port }: Serving): Promise<Subject[]> => {
  const created = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: Object.fromEntries(headers('CreateTable')),
    body: JSON.stringify({
      TableName: 'comments',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  })
  if (!created.ok) throw new Skipped(`dynalite makes no table: ${await created.text()}`)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const requests = Array.from({ length: 10_000 }, (_, i) => {
    const Item = {
      id: { S: `comment-${i}` },
      case_id: { S: `case-${i % 1000}` },
      body: { S: `Called back. ${'late parcel order '.repeat(7)}` },
    }
    const payload = Buffer.from(JSON.stringify({ TableName: 'comments', Item }))
    const all = [['host', `127.0.0.1:${port}`] as const, ...headers('PutItem')]
    return rawRequest('POST', '/', { headers: all, payload })
  })
  return [{ name: 'PutItem', port, connections: [1, 8, 64], requests: () => requests }]
}

const headers = (operation: string): (readonly [string, string])[] => [
  ['x-amz-target', `DynamoDB_20120810.${operation}`],
  ['content-type', 'application/x-amz-json-1.0'],
  ['x-amz-date', '20260101T000000Z'],
  [
    'authorization',
    'AWS4-HMAC-SHA256 Credential=AKIABENCH/20260101/us-east-1/dynamodb/aws4_request, ' +
      `SignedHeaders=host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
  ],
]
