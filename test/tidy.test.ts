// What no compiler checks: which folder may know which, that rules and tests match, sizes, and the few doors to
// time, environment and SQL. Every check has a floor on what it saw, so that none can pass on nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingEntries, readLockfile } from '../scripts/lockfile.ts'
import { allOperations } from '../src/model/index.ts'
import {
  functionsOf,
  importsOf,
  readProjectFile,
  sourceFiles,
  withoutComments,
} from './support/source.ts'

const src = sourceFiles('src')
const all = [...src, ...sourceFiles('test', 'bench', 'examples', 'scripts')]
const leaves = ['errors', 'ids', 'clock', 'crowd']

/** What each folder of src, or file beside them, may import. `server`, `main` and `cli` compose the rest. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: ['model'],
  errors: [],
  clock: [],
  crowd: [],
  ids: ['clock'],
  domain: ['domain', 'model', ...leaves],
  storage: ['storage', 'domain', 'model', ...leaves],
  files: ['files', 'storage', 'domain', 'model', ...leaves],
  operations: [
    'operations',
    'storage',
    'domain',
    'model',
    'access/check',
    'files/contract',
    ...leaves,
  ],
  wire: ['wire', 'model', ...leaves],
  access: ['access', 'storage', 'domain', 'model', ...leaves],
  remote: ['remote', 'domain', ...leaves],
  jobs: ['jobs', 'files', 'storage', 'domain', ...leaves],
  settings: ['setting-values', 'domain'],
  'setting-values': ['domain'],
  config: ['settings', 'setting-values', 'ids', 'loopback'],
  loopback: [],
  log: [],
  version: ['../package.json'],
  throttle: ['model', 'errors', 'clock'],
  overload: ['storage/contract', 'model', 'errors', 'clock'],
  feed: ['jobs/journal', 'storage', 'model', 'wire', ...leaves],
  metrics: ['jobs/deliveries', 'storage', 'wire/raw', ...leaves],
  sinks: ['config', 'settings', 'jobs/deliveries/sink-settings'],
  tls: ['config', 'settings'],
}

const within = (path: string) =>
  path.startsWith('src/') ? path.slice(4).replace(/\.ts$/, '') : `../${path}`

test('[B-890] a folder imports only what its layer may know', () => {
  let seen = 0
  const broken: string[] = []
  for (const file of src) {
    const [layer = ''] = within(file.path).split('/')
    const allowed = mayImport[layer]
    for (const target of importsOf(file)) {
      seen += 1
      const name = within(target)
      const fits = allowed?.some((each) => name === each || name.startsWith(`${each}/`)) ?? true
      if (!fits) broken.push(`${file.path} imports ${target}`)
    }
  }
  assert.deepEqual(broken, [])
  assert.ok(src.length > 120 && seen > 300, `saw ${src.length} files and ${seen} imports`)
})

test('[B-890] no file imports itself over others', () => {
  const imports = new Map(src.map((file) => [file.path, importsOf(file)]))
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    assert.equal(at, -1, `cycle: ${[...trail.slice(at), path].join(' -> ')}`)
    if (done.has(path)) return
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of imports.keys()) visit(path, [])
  assert.ok(done.size > 120)
})

const ruleForm = /^- \*\*(B-\d{3,4})\*\* (.*)$/gm
const rules = [...readProjectFile('docs/behaviour.md').matchAll(ruleForm)]
const tests = sourceFiles('test').flatMap(({ path, text }) =>
  [...text.matchAll(/(?:^|[\s.])(?:test|it)(?:\.\w+)?\(\s*(['"`])(.*?)\1/gs)].map(
    ([, , name = '']) => ({ path, name }),
  ),
)

test('[B-891] every rule has a test, and every test a rule', () => {
  const known = new Set(rules.map(([, id = '']) => id))
  const cited = new Set(tests.flatMap(({ name }) => name.match(/B-\d{3,4}/g) ?? []))
  assert.ok(
    rules.length > 150 && tests.length > 150,
    `${rules.length} rules, ${tests.length} tests`,
  )
  assert.equal(known.size, rules.length, 'a rule number is used twice')
  const withoutRule = tests.filter(({ name }) => !/^\[B-\d{3,4}\] /.test(name))
  assert.deepEqual(withoutRule, [], 'tests whose names start with no rule')
  assert.deepEqual([...cited].filter((id) => !known.has(id)).sort(), [], 'rules that do not exist')
  assert.deepEqual([...known].filter((id) => !cited.has(id)).sort(), [], 'rules without a test')
})

test('[B-891] every rule names its source, and comments cite rules that exist', () => {
  const known = new Set(rules.map(([, id = '']) => id))
  for (const [, id, text] of rules) {
    assert.match(text ?? '', /^\[(model|docs|sdk|ours)/, `${id} names no source`)
  }
  const cited = all.flatMap(({ path, text }) =>
    (text.match(/B-\d{3,4}\b/g) ?? []).filter((id) => !known.has(id)).map((id) => `${path}: ${id}`),
  )
  assert.deepEqual(cited, [])
})

test('[B-892] files, functions and lines stay small', () => {
  const large: string[] = []
  let functions = 0
  for (const file of all) {
    const linesMax = operationFiles.has(file.path.split('/').at(-1) ?? '') ? 80 : 300
    if (file.lines.length > linesMax) large.push(`${file.path}: ${file.lines.length} lines`)
    file.lines.forEach((line, index) => {
      if ([...line].length > lineMax(line)) large.push(`${file.path}:${index + 1} is too long`)
    })
    for (const { line, length } of functionsOf(file)) {
      functions += 1
      if (length > 70) large.push(`${file.path}:${line} is a function of ${length} lines`)
    }
  }
  assert.deepEqual(large, [])
  assert.ok(functions > 500, `saw ${functions} functions`)
})

// Comments are wrapped at 115 where they are the head of a file; code at what the formatter holds. A text that
// cannot be broken (a URL, a message) may stand out.
const lineMax = (line: string) =>
  /^\s*(\/\/|\*)/.test(line) ? 118 : /['`/]/.test(line) ? 140 : 100

const operationFiles = new Set(
  Object.keys(allOperations).map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}.ts`),
)

const doors: readonly { word: RegExp; only: RegExp; least: number }[] = [
  {
    word: /\bnew Date\b|\bDate\.(now|parse|UTC)\b|\bperformance\.now\b|\bsetInterval\(/,
    only: /^src\/clock\.ts$/,
    least: 1,
  },
  {
    word: /\brandom(UUID|Bytes|Int)\b|\bMath\.random\b|(?<!socket\.)\bsetTimeout\(/,
    only: /^src\/clock\.ts$/,
    least: 1,
  },
  { word: /\bprocess\.env\b/, only: /^src\/config\.ts$/, least: 1 },
  {
    word: /\bselect\b[^'"`]*\bfrom\b|\binsert into\b|\bdelete from\b|\bpragma\b|node:sqlite/,
    only: /^src\/storage\//,
    least: 5,
  },
]

test('[B-893] time, chance, environment and SQL come in through their doors only', () => {
  for (const { word, only, least } of doors) {
    const users = src.filter(({ text }) => word.test(withoutComments(text))).map(({ path }) => path)
    const others = users.filter((path) => !only.test(path))
    assert.deepEqual(others, [], `${word}`)
    assert.ok(users.length >= least, `${word} was not found where it must be`)
  }
})

test('[B-894] every file says first what it is for, and leaves nobody a reminder', () => {
  const silent = all.filter(({ text }) => !text.startsWith('// ')).map(({ path }) => path)
  assert.deepEqual(silent, [])
  const word = new RegExp(
    `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`,
  )
  const reminders = all.filter(({ text }) => word.test(text)).map(({ path }) => path)
  assert.deepEqual(reminders, [])
  assert.ok(all.length > 200, `saw ${all.length} files`)
})

test('[B-895] the lockfile knows every package of every platform', () => {
  assert.deepEqual(missingEntries(readLockfile()), {})
})
