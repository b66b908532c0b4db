// A backup as one file: the database itself with one more table, which holds the small files of the data folder.
// Restoring copies the database out without that table and writes the files beside it.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
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

/** Write the database and the files of an archive into an empty folder. Throws a sentence for any other file. */
export const unpack = (archive: string, folder: string): void => {
  const draft = join(folder, `${databaseFile}.new`)
  copyFileSync(archive, draft)
  try {
    for (const { name, bytes } of takeFiles(draft, archive)) {
      writeFileSync(join(folder, basename(name)), bytes, { mode: 0o600, flush: true })
    }
    const target = join(folder, databaseFile)
    copyFileSync(draft, target)
    syncFile(target)
  } finally {
    rmSync(draft, { force: true })
  }
}

const takeFiles = (draft: string, archive: string): { name: string; bytes: Uint8Array }[] => {
  const db = new DatabaseSync(draft)
  try {
    db.exec('pragma journal_mode = delete')
    const files = db.prepare(`select name, bytes from ${mark}`).all()
    db.exec(`drop table ${mark}`)
    return files as { name: string; bytes: Uint8Array }[]
  } catch (cause) {
    throw new Error(`${archive} is not a backup of OpenCases.`, { cause })
  } finally {
    db.close()
  }
}

const syncFile = (file: string): void => {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
