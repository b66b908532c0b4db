// Events in a file, one JSON text a line, all in order of commit. What is acknowledged is whole lines, flushed to the
// disk unless a setting says otherwise; half a line that a crash left is cut off at the next start.
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { formatInstant } from '../../../clock.ts'
import type { Sink } from '../sink.ts'
import type { FileSettings, SinkContext } from '../sink-settings.ts'

export const openFile = async (settings: FileSettings, { clock }: SinkContext): Promise<Sink> => {
  const log = await openLog(settings.path)
  const append = async (text: string): Promise<void> => {
    await log.follow()
    const bytes = Buffer.from(text)
    if (log.size() > 0 && log.size() + bytes.length > settings.rotateBytes) {
      await log.rotate(formatInstant(clock.wallNow()).replaceAll(/[:.]/g, '-'))
      await removeOldest(settings)
    }
    await log.append(bytes, settings.fsync)
  }
  return {
    order: 'total',
    parallel: 1,
    batch: { countMax: 500, bytesMax: 1024 * 1024 },
    send: async (events) => {
      try {
        await append(events.map(({ text }) => `${text}\n`).join(''))
        return events.map(() => undefined)
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        const reason = `The file cannot be written (${code ?? message}).`
        return events.map(() => ({ reason }))
      }
    },
    close: () => log.close(),
  }
}

const openLog = async (path: string) => {
  let handle: FileHandle | undefined = await openWhole(path)
  let size = (await handle.stat()).size
  const current = async (): Promise<FileHandle> => {
    if (handle !== undefined) return handle
    handle = await openWhole(path)
    size = (await handle.stat()).size
    return handle
  }
  const close = async (): Promise<void> => {
    const last = handle
    handle = undefined
    await last?.close()
  }
  return {
    size: () => size,
    close,
    /** Somebody else may have moved the file away: then there is a new one. */
    follow: async (): Promise<void> => {
      const own = await (await current()).stat()
      const there = await stat(path).catch(() => undefined)
      if (there?.ino !== own.ino || there.dev !== own.dev) await close()
      await current()
    },
    rotate: async (suffix: string): Promise<void> => {
      await close()
      await rename(path, await freeName(`${path}.${suffix}`))
      await current()
      await syncFolder(path)
    },
    append: async (bytes: Buffer, fsync: boolean): Promise<void> => {
      const file = await current()
      try {
        await file.appendFile(bytes)
        if (fsync) await file.datasync()
        size += bytes.length
      } catch (error) {
        // Whether part of it is there or not, it is written again, and must then be a line of its own.
        await file.truncate(size).catch(() => undefined)
        await close()
        throw error
      }
    },
  }
}

/** Open for appending, after the last whole line. */
const openWhole = async (path: string): Promise<FileHandle> => {
  const handle = await open(path, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    const end = await endOfLines(handle, size)
    if (end < size) await handle.truncate(end)
    await syncFolder(path)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

const chunkBytes = 64 * 1024

const endOfLines = async (handle: FileHandle, size: number): Promise<number> => {
  const chunk = Buffer.alloc(chunkBytes)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunkBytes)
    const { bytesRead } = await handle.read(chunk, 0, end - start, start)
    const at = chunk.subarray(0, bytesRead).lastIndexOf('\n')
    if (at >= 0) return start + at + 1
    end = start
  }
  return 0
}

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const freeName = async (wanted: string): Promise<string> => {
  for (let count = 0; ; count += 1) {
    const name = count === 0 ? wanted : `${wanted}-${count}`
    if ((await stat(name).catch(() => undefined)) === undefined) return name
  }
}

/** Rotated files end in the time of their rotation: the first names are the oldest. */
const removeOldest = async ({ path, keepFiles }: FileSettings): Promise<void> => {
  if (keepFiles === undefined) return
  const rotated = (await readdir(dirname(path)))
    .filter((name) => name.startsWith(`${basename(path)}.`) && rotatedForm.test(name))
    .sort()
  for (const name of rotated.slice(0, Math.max(0, rotated.length - keepFiles))) {
    await rm(join(dirname(path), name), { force: true })
  }
}

const rotatedForm = /\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z(-\d+)?$/
