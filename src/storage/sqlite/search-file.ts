// The file beside the database that holds the segments of searches. All of it can be made again from the database,
// so it is never flushed for an answer; after a crash it is as some commit of it left it, and goes on from there.
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Sections } from '../search/sections.ts'
import { statement } from './connection.ts'
import { isDamaged } from './failures.ts'

/** Its name in the data folder. */
export const searchFile = 'search.db'

export const searchFileBeside = (database: string): string => join(dirname(database), searchFile)

/** A change of how segments are written, or of how texts are folded and split, makes them anew. */
const format = 3

export type SearchState = {
  /** Grows with each change of the file. */
  readonly version: number
  /** The last of the database's `search_changes` that segments hold, and its nonce; 0 for none. */
  readonly done: number
  readonly nonce: number
}

export type StoredSegment = { readonly id: number; readonly domainPk: number }

export type SearchFile = {
  /** What follows, until `end`, is of one moment. */
  begin(): void
  end(): void
  state(): SearchState
  /** Throws if what lists the segments is damaged; what they hold is not looked at. */
  mustBeReadable(): void
  /** Oldest first. */
  segments(): readonly StoredSegment[]
  section(segment: number, name: string): Uint8Array | undefined
  close(): void
}

export type NewSegment = { readonly domainPk: number; readonly sections: Sections }

export type WritableSearchFile = SearchFile & {
  /** Segments of changes up to `done`. */
  add(segments: readonly NewSegment[], done: number, nonce: number): void
  /** One segment instead of several that follow each other. */
  replace(replaced: readonly number[], segment: NewSegment): void
  remove(segments: readonly number[]): void
}

const empty: SearchFile = {
  begin: () => undefined,
  end: () => undefined,
  state: () => ({ version: 0, done: 0, nonce: 0 }),
  mustBeReadable: () => undefined,
  segments: () => [],
  section: () => undefined,
  close: () => undefined,
}

/** Open it to read; where there is none, nothing is in it. */
export const readSearchFile = (path: string): SearchFile => {
  if (!existsSync(path)) return empty
  const db = new DatabaseSync(path, { readOnly: true })
  return readingFrom(db)
}

/** Open it before anybody else does, made anew if it is not there, not whole, or of another format. */
export const makeSearchFile = (path: string): WritableSearchFile => {
  try {
    return writingTo(openWritable(path))
  } catch (error) {
    // A full disk is no reason to throw away what took minutes to make.
    if (!(error instanceof OtherFormat) && !isDamaged(error)) throw error
    removeSearchFile(path)
    return writingTo(openWritable(path))
  }
}

/** Open the one that others have open too. */
export const writeSearchFile = (path: string): WritableSearchFile => {
  if (!existsSync(path)) throw new Error('the search file is gone')
  return writingTo(openWritable(path))
}

class OtherFormat extends Error {
  override readonly name = 'OtherFormat'
}

export const removeSearchFile = (path: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
}

const openWritable = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 5000 })
  try {
    db.exec('pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal')
    const { user_version: version } = db.prepare('pragma user_version').get() as {
      user_version: number
    }
    if (version === 0) db.exec(tables)
    else if (version !== format) throw new OtherFormat(`its format is ${version}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const tables = `begin immediate;
  create table state (version integer, done integer, nonce integer) strict;
  insert into state values (0, 0, 0);
  create table segments (
    id integer primary key autoincrement, domain_pk integer not null, until integer not null
  ) strict;
  create table sections (
    segment integer not null references segments (id), name text not null, data blob not null
  ) strict;
  create unique index sections_name on sections (segment, name);
  pragma user_version = ${format};
  commit`

const readingFrom = (db: DatabaseSync): SearchFile => {
  const state = statement<SearchState>(db, 'select version, done, nonce from state')
  const segments = statement<StoredSegment>(
    db,
    'select id, domain_pk as "domainPk" from segments order by until, id',
  )
  const section = statement<{ data: Uint8Array }>(
    db,
    'select data from sections where segment = ? and name = ?',
  )
  const names = statement<{ count: number }>(db, 'select count(name) as count from sections')
  const begin = db.prepare('begin')
  const commit = db.prepare('commit')
  return {
    begin: () => void begin.run(),
    end: () => void commit.run(),
    state: () => state.get() ?? empty.state(),
    mustBeReadable: () => {
      segments.all()
      names.get()
    },
    segments: () => segments.all(),
    section: (segment, name) => section.get(segment, name)?.data,
    close: () => db.close(),
  }
}

const writingTo = (db: DatabaseSync): WritableSearchFile => {
  const insert = statement(db, 'insert into segments (domain_pk, until) values (?, ?)')
  const section = statement(db, 'insert into sections (segment, name, data) values (?, ?, ?)')
  const until = statement<{ until: number }>(db, 'select until from segments where id = ?')
  const removeSections = statement(db, 'delete from sections where segment = ?')
  const removeSegment = statement(db, 'delete from segments where id = ?')
  const advance = statement(db, 'update state set version = version + 1, done = ?, nonce = ?')
  const change = statement(db, 'update state set version = version + 1')
  const put = ({ domainPk, sections }: NewSegment, position: number): void => {
    const id = Number(insert.run(domainPk, position).lastInsertRowid)
    for (const [name, data] of sections) section.run(id, name, data)
  }
  const remove = (segments: readonly number[]): void => {
    for (const id of segments) {
      removeSections.run(id)
      removeSegment.run(id)
    }
  }
  const whole = (work: () => void): void => {
    db.exec('begin immediate')
    try {
      work()
      db.exec('commit')
    } catch (error) {
      if (db.isTransaction) db.exec('rollback')
      throw error
    }
  }
  return {
    ...readingFrom(db),
    add: (segments, done, nonce) =>
      whole(() => {
        for (const segment of segments) put(segment, done)
        advance.run(done, nonce)
      }),
    replace: (replaced, segment) =>
      whole(() => {
        const position = Math.max(...replaced.map((id) => until.get(id)?.until ?? 0))
        remove(replaced)
        put(segment, position)
        change.run()
      }),
    remove: (segments) =>
      whole(() => {
        remove(segments)
        change.run()
      }),
  }
}
