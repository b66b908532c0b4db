// Request Tracker: comment on a ticket and search tickets through REST 2, by session cookie. Its tokens and passwords
// are hashed by bcrypt, which costs 220 ms of CPU a request.
import { rawRequest } from '../request.ts'
import { type Peer, run, type Serving, Skipped, type Subject } from './peer.ts'

export const requestTracker: Peer = {
  name: 'Request Tracker 5 (PostgreSQL, starman, 8 workers)',
  authentication: 'session cookie',
  durability: 'synced at each commit',
}

const ticketCount = 20

/** Sign in, make the tickets to comment on. */
export const requestTrackerSubjects = async (
  { port }: Serving,
  database: number,
): Promise<Subject[]> => {
  const cookie = await signIn(port)
  const at = `http://127.0.0.1:${port}`
  const ids: string[] = []
  for (let i = 0; i < ticketCount; i += 1) {
    const answer = await fetch(`${at}/REST/2.0/ticket`, {
      method: 'POST',
      headers: {
        cookie,
        referer: `${at}/`,
        'content-type': 'application/json',
        connection: 'close',
      },
      body: JSON.stringify({ Queue: 'General', Subject: `late parcel ${i}` }),
    })
    if (answer.status !== 201)
      throw new Skipped(`Request Tracker makes no ticket: ${answer.status}`)
    const { id } = (await answer.json()) as { readonly id: string }
    ids.push(id)
  }
  const host = `127.0.0.1:${port}`
  const common = [
    ['host', host],
    ['cookie', cookie],
    ['referer', `${at}/`],
  ] as const
  const payload = Buffer.from(`Called back. ${'late parcel order '.repeat(7)}`)
  const comments = ids.map((id) =>
    rawRequest('POST', `/REST/2.0/ticket/${id}/comment`, {
      headers: [...common, ['content-type', 'text/plain']],
      payload,
    }),
  )
  const query = encodeURIComponent("Subject LIKE 'refund' AND Status = 'open'")
  const path = `/REST/2.0/tickets?query=${query}&per_page=25&fields=Subject,Status,Created,Owner,Queue`
  const search = [rawRequest('GET', path, { headers: common })]
  const connections = [1, 8]
  return [
    { name: 'comment', port, connections, requests: () => comments },
    {
      name: 'search',
      port,
      connections,
      requests: () => search,
      grow: async (by) => {
        await run('request-tracker', ['grow', '', database, by], 5)
      },
    },
  ]
}

const signIn = async (port: number): Promise<string> => {
  const at = `http://127.0.0.1:${port}`
  const answer = await fetch(`${at}/NoAuth/Login.html`, {
    method: 'POST',
    headers: {
      referer: `${at}/`,
      'content-type': 'application/x-www-form-urlencoded',
      // A connection that is kept would keep a worker.
      connection: 'close',
    },
    body: 'user=root&pass=password',
    redirect: 'manual',
  })
  await answer.arrayBuffer()
  const [cookie] = answer.headers.getSetCookie().at(-1)?.split(';') ?? []
  if (cookie === undefined) throw new Skipped('Request Tracker gives no session cookie')
  return cookie
}
