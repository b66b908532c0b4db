// A backup as one file: the database itself with one more table, which holds the small files of the data folder.
// Restoring copies the database out without that table and writes the files beside it.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { databaseFile } from './index.ts'

const mark = 'backup_files'

/** Put files of a folder into a copied database; those that are not there are left out. */
export const packFiles = (archive: string, folder: string, names: readonly string[]): void => {
  const db = new DatabaseSync(archive)
  try {
    db.exec('pragma journal_mode = delete; pragma synchronous = full; begin immediate')
    db.exec(`create table ${mark} (name text primary key, bytes blob not null) strict`)
    const insert = db.prepare(`insert into ${mark} values (?, ?)`)
    for (const name of names) {
      const file = join(folder, name)
      if (existsSync(file)) insert.run(name, readFileSync(file))
    }
    db.exec('commit')
  } finally {
    db.close()
  }
  syncFile(archive)
}

/** The names of the blobs that the database in an archive knows of. */
export const blobsIn = (archive: string): readonly string[] => {
  const db = new DatabaseSync(archive, { readOnly: true })
  try {
    const rows = db.prepare('select distinct blob from files where blob is not null').all()
    return rows.map(({ blob }) => String(blob))
  } finally {
    db.close()
  }
}

/**
 * Write the database of an archive, its first `bytes`, and its small files into a folder. Throws a sentence for any
 * other file.
 */
export const unpack = (archive: string, folder: string, bytes: number): void => {
  const draft = join(folder, `${databaseFile}.new`)
  try {
    copyBeginning(archive, draft, bytes)
    for (const small of takeFiles(draft, archive, bytes)) {
      writeFileSync(join(folder, basename(small.name)), small.bytes, { mode: 0o600, flush: true })
    }
    const target = join(folder, databaseFile)
    copyFileSync(draft, target)
    syncFile(target)
  } finally {
    rmSync(draft, { force: true })
  }
}

type SmallFile = { readonly name: string; readonly bytes: Uint8Array }

const takeFiles = (draft: string, archive: string, bytes: number): SmallFile[] => {
  const db = new DatabaseSync(draft)
  try {
    db.exec('pragma journal_mode = delete')
    const files = db.prepare(`select name, bytes from ${mark}`).all()
    // What was cut off behind the database had files in it.
    if (sizeOf(db) !== bytes) throw new Error('it has another size')
    db.exec(`drop table ${mark}`)
    return files as SmallFile[]
  } catch (cause) {
    throw new Error(`${archive} is not a backup of OpenCases, or not a whole one.`, { cause })
  } finally {
    db.close()
  }
}

const sizeOf = (db: DatabaseSync): number => {
  const [size] = db
    .prepare('select page_count * page_size as size from pragma_page_count, pragma_page_size')
    .all()
  return Number(size?.size)
}

const copyBeginning = (from: string, to: string, bytes: number): void => {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'wx', 0o600)]
  try {
    const piece = Buffer.allocUnsafe(1024 * 1024)
    for (let at = 0; at < bytes; ) {
      const read = readSync(source, piece, 0, Math.min(piece.length, bytes - at), at)
      if (read === 0) break
      at += writeSync(target, piece, 0, read, at)
    }
  } finally {
    closeSync(source)
    closeSync(target)
  }
}

const syncFile = (file: string): void => {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
