// Builds `dist/package`, the folder that is published: JavaScript instead of TypeScript, and a manifest without
// what only a checkout needs (the pinned Node binaries, tools). `npm pack ./dist/package` makes the package.
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'dist', 'package')

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
execFileSync(
  process.execPath,
  [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(root, 'scripts', 'tsconfig.build.json')],
  { stdio: 'inherit', cwd: root },
)
for (const file of globSync('src/**/*.sql', { cwd: root })) {
  const copy = join(target, file.replace(/^src/, 'dist'))
  mkdirSync(dirname(copy), { recursive: true })
  copyFileSync(join(root, file), copy)
}
for (const file of ['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md']) {
  copyFileSync(join(root, file), join(target, file))
}
cpSync(join(root, 'bin'), join(target, 'bin'), { recursive: true })

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { name, version, description, license, type, bin, dependencies } = manifest
const published = {
  name,
  version,
  description,
  license,
  type,
  bin,
  files: ['bin', 'dist', 'LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md'],
  engines: { node: '>=24' },
  dependencies,
}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
