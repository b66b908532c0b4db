// A newer version of the program: this one with a migration more.
import assert from 'node:assert/strict'
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const migrations = 'src/storage/postgres/migrations'

/** This program with a migration more, in a folder of its own. */
export const newerProgram = (folder: string, name: string, sql: string): string => {
  const to = join(folder, name)
  mkdirSync(to)
  for (const part of ['bin', 'src', 'package.json']) {
    cpSync(join(root, part), join(to, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'))
  writeFileSync(join(to, migrations, `${name}.sql`), sql)
  return join(to, 'bin/opencases.js')
}

/** Whatever a migration may add: a column to each table, an index, a table. */
export const additions = (): string => {
  const texts = globSync(`${migrations}/*.sql`, { cwd: root }).map((file) =>
    readFileSync(join(root, file), 'utf8'),
  )
  const tables = texts.flatMap((text) =>
    [...text.matchAll(/^create table (\w+)/gm)].map(([, name = '']) => name),
  )
  assert.ok(tables.length > 20, `saw ${tables}`)
  return [
    ...tables.map((table) => `alter table ${table} add column later integer default 7;`),
    'create index cases_later on cases (domain, later);',
    'create table later (id integer primary key);',
  ].join('\n')
}
