// The ladder: what the machine can do with each thing that the server must do added on top of the one before.
import type { Subject } from './measure.ts'
import { steps } from './report.ts'
import { signedRequest } from './request.ts'
import { startProcess } from './server-process.ts'

/** A running server for each step. */
export const ladder = async (folder: string): Promise<Subject[]> => {
  const subjects: Subject[] = []
  for (const [index, name] of Object.values(steps).entries()) {
    const server = await startProcess('bench/ladder-server.ts', [String(index + 1), folder])
    subjects.push({ name, server, requests: requestsTo(server.port) })
  }
  return subjects
}

const requestsTo = (port: number): Buffer[] => {
  const target = {
    host: '127.0.0.1',
    port,
    region: 'us-east-1',
    accessKeyId: 'AKIABENCHBENCHBENCH0',
    secretAccessKey: 'benchbenchbenchbenchbenchbenchbenchbench',
  }
  const body =
    'Called back. The parcel is on its way and the customer was told so by telephone and by mail.'
  return Array.from({ length: 2000 }, (_, i) => {
    const caseId = `019ab3c0-0000-7000-8000-${String(i).padStart(12, '0')}`
    const path = `/domains/019ab3c0-0000-7000-8000-aaaaaaaaaaaa/cases/${caseId}/related-items/`
    const content = { comment: { body: `${body} ${i}`, contentType: 'Text/Plain' } }
    return signedRequest(target, 'POST', path, { type: 'Comment', content })
  })
}
