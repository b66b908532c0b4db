// A consumer that fetches events: it waits for what comes, says what happened, and keeps the cursor in a file, so
// that it goes on where it was. `node examples/events-feed.ts` beside a server on ./data.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { signedFetch } from '../test/support/send.ts'

const credentials = readFileSync('data/credentials', 'utf8')
const of = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(credentials)?.[1] ?? ''
const rootKey = {
  accessKeyId: of('aws_access_key_id'),
  secretAccessKey: of('aws_secret_access_key'),
}
const server = { endpoint: of('endpoint_url'), rootKey }
const cursorFile = 'events.cursor'

type Item = { readonly event: { readonly detail: { readonly eventType: string } } }

for (let after = existsSync(cursorFile) ? readFileSync(cursorFile, 'utf8') : 'oldest'; ; ) {
  const query = { after, wait: '20' }
  const wanted = { method: 'GET', path: '/_opencases/events', query }
  const { status, text, json } = await signedFetch(server, of('region'), wanted)
  if (status !== 200) throw new Error(text)
  for (const { event } of json.events as Item[]) console.log(event.detail.eventType)
  // After what was made of the events, so that a crash in between brings them once more.
  after = json.next as string
  writeFileSync(cursorFile, after)
}
