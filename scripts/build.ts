// Builds `dist`, what the published package runs: JavaScript instead of TypeScript, since Node strips no types
// below `node_modules`. `npm pack` calls it; a checkout never needs it.
import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')

rmSync(join(root, 'dist'), { recursive: true, force: true })
const compiler = join(root, 'node_modules/typescript/bin/tsc')
execFileSync(process.execPath, [compiler, '-p', join(root, 'scripts/tsconfig.build.json')], {
  stdio: 'inherit',
  cwd: root,
})
for (const file of globSync('src/**/*.sql', { cwd: root })) {
  const copy = join(root, file.replace(/^src/, 'dist'))
  mkdirSync(dirname(copy), { recursive: true })
  copyFileSync(join(root, file), copy)
}
