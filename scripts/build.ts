// Builds `dist`, which the published package runs: JavaScript instead of TypeScript, and the SQL files beside it.
// `npm pack` calls it. The checkout itself needs no build.
import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')

rmSync(join(root, 'dist'), { recursive: true, force: true })
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const project = join(root, 'scripts', 'tsconfig.build.json')
execFileSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit', cwd: root })
for (const file of globSync('src/**/*.sql', { cwd: root })) {
  const copy = join(root, file.replace(/^src/, 'dist'))
  mkdirSync(dirname(copy), { recursive: true })
  copyFileSync(join(root, file), copy)
}
