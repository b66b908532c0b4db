// The floors: the statements of a comment and nothing else, no HTTP, no signature, no rules. Bare SQLite with as many
// comments in a commit as there are clients, and pgbench with as many clients.
import { join } from 'node:path'
import { caseIdOf } from '../case-ids.ts'
import { openDatabase, realRows } from '../ladder-rows.ts'
import { run } from './peer.ts'

/** Comments a second. */
export type Floor = { readonly name: string; rate(clients: number): Promise<number>; close(): void }

const measureMs = 1500

/** On a file in the folder, with the settings of the server's own writer. */
export const sqliteFloor = (folder: string, caseCount: number): Floor => {
  const db = openDatabase(join(folder, 'floor.db'))
  const insert = realRows(db, caseCount)
  const body = Buffer.from(`Called back. ${'late parcel order '.repeat(7)}`)
  let count = 0
  return {
    name: 'bare SQLite, one commit for all clients',
    rate: async (clients) => {
      const from = performance.now()
      const before = count
      while (performance.now() - from < measureMs) {
        db.exec('begin immediate')
        for (let i = 0; i < clients; i += 1) {
          count += 1
          const id = `019ab3c1-0000-7000-8000-${String(count).padStart(12, '0')}`
          insert({ id, caseId: caseIdOf(count % caseCount), body })
        }
        db.exec('commit')
      }
      const seconds = (performance.now() - from) / 1000
      db.exec('pragma wal_checkpoint(passive)')
      return (count - before) / seconds
    },
    close: () => db.close(),
  }
}

export const pgbenchFloor = (folder: string, port: number): Floor => ({
  name: 'pgbench, one transaction a comment',
  rate: async (clients) => {
    const seconds = Math.ceil(measureMs / 1000)
    const { output } = await run('postgresql', ['pgbench', folder, port, clients, seconds], 2)
    return Number(/tps = ([\d.]+)/.exec(output)?.[1])
  },
  close: () => {},
})
