// Results as files of the repository, in its format. It is done here and not in the scripts of package.json, so that
// arguments given to a script reach the program that measures, and not the one that formats.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Write `value` as a JSON file of this folder. */
export const writeResult = (name: string, value: unknown): void => {
  const file = path(name)
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
  const biome = path('../node_modules/.bin/biome')
  execFileSync(biome, ['format', '--write', file], { cwd: path('..'), stdio: 'ignore' })
}

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
