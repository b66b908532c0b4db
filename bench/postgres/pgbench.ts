// pgbench with the statements of a comment (comment.pgbench), on the database that the server is measured on.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { hotCases } from '../case-ids.ts'

/**
 * How events are numbered. `gapless` is as the server does it, under a lock until the commit: one
 * transaction at a time gets through. With `gaps`, by a sequence, nobody waits, and no reader knows
 * whether one is missing.
 */
export type Numbering = 'gapless' | 'gaps'

export type Pgbench = {
  /** Comments a second. */
  rate(numbering: Numbering, seconds: number): Promise<number>
}

const program = 'pgbench'
const script = fileURLToPath(new URL('comment.pgbench', import.meta.url))

/** Why it cannot run here; else false. */
export const pgbenchMissing = (): string | false => {
  const { status } = spawnSync(program, ['--version'])
  return status === 0 ? false : 'pgbench is not here (Debian has it in postgresql): not compared.'
}

/** A comment must have been made through the server: its rows are as long as pgbench makes them. */
export const preparePgbench = async (url: string): Promise<Pgbench> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const variables = await prepare(client).finally(() => client.end())
  const rate = async (numbering: Numbering, seconds: number): Promise<number> => {
    const given = { ...variables, gapless: numbering === 'gapless' }
    const defined = Object.entries(given).flatMap(([name, value]) => ['-D', `${name}=${value}`])
    const how = ['-n', '-c', '64', '-j', '2', '-M', 'prepared', '-T', String(seconds)]
    const child = spawn(program, [...how, ...defined, '-f', script, url])
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    const [code] = await once(child, 'close')
    const tps = Number(/tps = ([\d.]+)/.exec(said)?.[1])
    if (code !== 0 || !(tps > 0)) throw new Error(`pgbench ended with ${code}: ${said}`)
    return tps
  }
  return { rate }
}

/** Gives the variables of the script. */
const prepare = async (client: pg.Client): Promise<Record<string, number>> => {
  await client.query('create sequence pgbench_positions start 1000000000 cache 1')
  // The newest cases, which the server is measured on, under ids that a script can reckon.
  const columns = `domain, template_id, created_at, updated_at, sequence, mac, related_item_count,
    file_count, sla_count, unmet_slas, tags, field_values`
  const { rowCount } = await client.query(
    `insert into cases (case_id, ${columns})
     select lpad((row_number() over ())::text, 32, '0')::uuid, ${columns}
     from (select * from cases order by updated_at desc limit $1) as newest`,
    [hotCases],
  )
  const { rows } = await client.query<Record<string, number>>(
    `select v.version::integer, length(r.document) as document, length(a.bytes) as audit,
       length(o.event) as event
     from config_version as v, related_items as r
     join audit_events as a on a.case_id = r.case_id
     join outbox as o on o.case_id = r.case_id and o.sequence = a.sequence
     where r.type = 'Comment' order by a.sequence desc limit 1`,
  )
  const [lengths] = rows
  if (lengths === undefined) throw new Error('there is no comment to go by')
  await client.query('vacuum analyze')
  return { ...lengths, cases: rowCount ?? 0 }
}
