// All that can be asked of a store, so that a test can say that nothing has changed.
import type { Store } from '../../src/storage/contract.ts'
import { told } from './kinds.ts'
import { ask, walk } from './place.ts'

const limit = 100

export const everything = async (store: Store) => {
  const domains = store.configs.domains()
  const cases = []
  const items = []
  const histories = []
  const marks = []
  for (const { scope } of domains) {
    const all = { scope, where: { all: [] }, sorts: [], nowMs: 0, limit }
    const found = await walk((after) => ask(store, 'searchCases', { ...all, ...after }))
    cases.push(...found)
    marks.push(...(await ask(store, 'timedMarks', { scope, ruleId: 'new', caseIds: ['new'] })))
    const any = { scope, anyOf: [], sorts: [], nowMs: 0, limit }
    items.push(...(await walk((after) => ask(store, 'relatedItems', { ...any, ...after }))))
    for (const { id: caseId } of found) {
      const takes = { scope, caseId, limit }
      histories.push(await walk((after) => ask(store, 'auditEvents', { ...takes, ...after })))
    }
  }
  return {
    configs: told(store.configs),
    cases,
    items,
    histories,
    unlinkings: await ask(store, 'unlinkings', { limit }),
    marks,
    firings: await ask(store, 'ruleFirings', { nowMs: Number.MAX_SAFE_INTEGER, limit }),
    outgoing: (await ask(store, 'outgoing', { after: 0, limit: 1 })).latest,
    consumers: await ask(store, 'consumers', {}),
    undelivered: await ask(store, 'undelivered', { consumer: 'new', dead: false, after: 0, limit }),
    accessKeys: await ask(store, 'accessKeys', {}),
    kept: await ask(store, 'tokenByKey', { key: 'k', nowMs: 0 }),
    queues: await ask(store, 'connectResources', { instanceId: 'i', kind: 'queue', limit }),
    instances: await ask(store, 'connectInstances', {}),
    contact: await ask(store, 'contactByArn', { arn: 'arn:new' }),
    file: await ask(store, 'fileByArn', { arn: 'arn:new' }),
  }
}
