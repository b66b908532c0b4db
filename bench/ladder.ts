// The ladder: what the machine can do with each thing that the server must do added on top of the one before.
import { caseIdOf, hotCases } from './case-ids.ts'
import type { Subject } from './measure.ts'
import { steps } from './report.ts'
import { signedRequest } from './request.ts'
import { startProcess } from './server-process.ts'

/** A running server for each step. */
export const ladder = async (folder: string, caseCount: number): Promise<Subject[]> => {
  const subjects: Subject[] = []
  for (const [index, name] of Object.values(steps).entries()) {
    const args = [index + 1, folder, caseCount].map(String)
    const server = await startProcess('bench/ladder-server.ts', args)
    subjects.push({ name, server, requests: requestsTo(server.port, caseCount) })
  }
  return subjects
}

/** A comment on each of the newest cases. */
const requestsTo = (port: number, caseCount: number): Buffer[] => {
  const target = {
    host: '127.0.0.1',
    port,
    region: 'us-east-1',
    accessKeyId: 'AKIABENCHBENCHBENCH0',
    secretAccessKey: 'benchbenchbenchbenchbenchbenchbenchbench',
  }
  const body =
    'Called back. The parcel is on its way and the customer was told so by telephone and by mail.'
  return Array.from({ length: hotCases }, (_, i) => {
    const caseId = caseIdOf(Math.max(0, caseCount - 1 - i))
    const path = `/domains/019ab3c0-0000-7000-8000-aaaaaaaaaaaa/cases/${caseId}/related-items/`
    const content = { comment: { body: `${body} ${i}`, contentType: 'Text/Plain' } }
    return signedRequest(target, 'POST', path, { type: 'Comment', content })
  })
}
