// Completes package-lock.json after `npm install`: packages for other platforms that the registry at hand lacks
// are left out by npm, and `npm ci` then refuses the lockfile everywhere. Their names say all that npm needs to
// pass over them. `node scripts/lockfile.ts` changes the file; `missingEntries` is what a test asks.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Entry = {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

type Lockfile = { packages: Record<string, Entry> }

export const lockfilePath = join(import.meta.dirname, '..', 'package-lock.json')

/** Optional packages that a package in the lockfile asks for and that the lockfile does not have. */
export const missingEntries = ({ packages }: Lockfile): Record<string, Entry> => {
  const missing: Record<string, Entry> = {}
  for (const { optionalDependencies = {}, dev } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      if (packages[path] !== undefined) continue
      missing[path] = {
        version,
        ...platformOf(name),
        ...(dev ? { dev } : {}),
        optional: true,
      }
    }
  }
  return missing
}

export const readLockfile = (): Lockfile => JSON.parse(readFileSync(lockfilePath, 'utf8'))

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']

/** `@oxc-parser/binding-linux-riscv64-musl` */
const platformOf = (name: string) => {
  const words = name.split(/[/-]/)
  const os = words.filter((word) => systems.includes(word))
  const cpu = words.filter((word) => processors.includes(word))
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${name} names no platform`)
  const libc = /musl/.test(name) ? { libc: ['musl'] } : /-gnu/.test(name) ? { libc: ['glibc'] } : {}
  return { cpu, os, ...libc }
}

if (import.meta.main) {
  const lockfile = readLockfile()
  const missing = missingEntries(lockfile)
  const packages = Object.entries({ ...lockfile.packages, ...missing }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const complete = { ...lockfile, packages: Object.fromEntries(packages) }
  writeFileSync(lockfilePath, `${JSON.stringify(complete, null, 2)}\n`)
  console.log(`${Object.keys(missing).length} entries added`)
}
