// OpenCases itself, as its peers are measured.
import { addCases, type Bench, startBench } from '../bench-server.ts'
import { operations } from '../operations.ts'
import { signedRequest } from '../request.ts'
import type { Peer, Subject } from './peer.ts'

export const opencases: Peer = {
  name: 'OpenCases',
  authentication: 'Signature V4, verified',
  durability: 'synced at each commit',
}

/** A server with as many cases as the peers have tickets. */
export const startOpenCases = async (
  folder: string,
  caseCount: number,
): Promise<{ bench: Bench; subjects: Subject[] }> => {
  const bench = await startBench(folder, caseCount)
  const { port } = bench.server
  const connections = [1, 8, 64]
  const comments = () => operations(bench).CreateRelatedItem
  const search = () => [searchRequest(bench)]
  return {
    bench,
    subjects: [
      { name: 'CreateRelatedItem', port, connections, requests: comments },
      {
        name: 'SearchCases',
        port,
        connections: [1, 8],
        requests: search,
        grow: (by) => addCases(bench, by),
      },
    ],
  }
}

/** What Request Tracker is asked: a word in the title of open cases, 25 of them. */
const searchRequest = ({ target, domainId }: Bench): Buffer => {
  const about = (id: string, stringValue: string) => ({ id, value: { stringValue } })
  const filter = {
    andAll: [
      { field: { contains: about('title', 'refund') } },
      { field: { equalTo: about('status', 'open') } },
    ],
  }
  const fields = ['title', 'status', 'created_datetime', 'assigned_user', 'assigned_queue']
  const body = { filter, fields: fields.map((id) => ({ id })), maxResults: 25 }
  return signedRequest(target, 'POST', `/domains/${domainId}/cases-search`, body)
}
