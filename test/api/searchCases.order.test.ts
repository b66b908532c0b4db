// The order of SearchCases and its pages through the official SDK: sorts of every type, cases without a value,
// tokens, and what happens when cases change while somebody turns pages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchCasesCommandInput, Sort } from '@aws-sdk/client-connectcases'
import { altered } from '../support/altered.ts'
import { caseSetting, type Fields, present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { minutesMs } from '../support/item-setting.ts'

type Question = Partial<SearchCasesCommandInput>

const searching = async () => {
  const setting = await caseSetting()
  const { root, domainId } = setting
  const page = (question: Question) =>
    root.searchCases({ domainId, fields: [{ id: 'title' }], ...question })
  const titlesOf = ({ cases }: Awaited<ReturnType<typeof page>>) =>
    present(cases).map(({ fields: [title] = [] }) => title?.value?.stringValue ?? '')
  return {
    ...setting,
    page,
    titlesOf,
    /** All titles page by page; `between` happens after each page. */
    walk: async (
      question: Question,
      between: (seen: number) => Promise<unknown> = async () => 0,
    ) => {
      const titles: string[] = []
      let nextToken: string | undefined
      do {
        const found = await page({ maxResults: 2, ...question, nextToken })
        titles.push(...titlesOf(found))
        nextToken = found.nextToken
        await between(titles.length)
      } while (nextToken !== undefined)
      return titles
    },
    [Symbol.asyncDispose]: setting[Symbol.asyncDispose],
  }
}

const sorts = (...terms: [fieldId: string, sortOrder: 'Asc' | 'Desc'][]): { sorts: Sort[] } => ({
  sorts: terms.map(([fieldId, sortOrder]) => ({ fieldId, sortOrder })),
})

test('[B-502] every type sorts both ways, cases without a value last, ties by id', async () => {
  await using setting = await searching()
  const options = ['a', 'b', 'c', 'd']
  // `Äpfel` is folded; of the two instants and booleans that are equal the older case comes first.
  const ascending: Record<string, Fields[string][]> = {
    [await setting.newField('Text')]: ['Äpfel', 'apple', 'BANANA', 'cherry'],
    [await setting.newField('Number')]: [-1, 0, 2, 10],
    [await setting.newField('SingleSelect', options)]: options,
    [await setting.newField('Url')]: ['a:1', 'b:1', 'c:1', 'd:1'],
    [await setting.newField('User')]: ['crm', 'Mail', 'night', 'zoe'],
  }
  const inPairs: Record<string, Fields[string][]> = {
    [await setting.newField('Boolean')]: [false, false, true, true],
    [await setting.newField('DateTime')]: [
      '2026-01-01T01:00:00Z',
      '2026-01-01T02:00:00+01:00',
      '2026-01-01T01:00:00.001Z',
      '2026-01-01T01:00:00.001',
    ],
  }
  const all = Object.entries({ ...ascending, ...inPairs })
  for (const [at, title] of ['one', 'two', 'three', 'four'].entries()) {
    const values = all.map(([id, value]) => [id, value[at] ?? null] as const)
    await setting.newCase({ title, ...Object.fromEntries(values) })
  }
  for (const title of ['none', 'nothing']) await setting.newCase({ title })
  for (const [fieldId] of all) {
    const up = await setting.walk(sorts([fieldId, 'Asc']))
    assert.deepEqual(up, ['one', 'two', 'three', 'four', 'none', 'nothing'])
    const down = await setting.walk(sorts([fieldId, 'Desc']))
    const turned =
      fieldId in inPairs ? ['three', 'four', 'one', 'two'] : ['four', 'three', 'two', 'one']
    assert.deepEqual(down, [...turned, 'none', 'nothing'])
  }
})

test('[B-502] a second sort orders what the first leaves equal, missing values too', async () => {
  await using setting = await searching()
  const kind = await setting.newField('SingleSelect', ['x', 'y'])
  const size = await setting.newField('Number')
  const all = [
    ['x1', { [kind]: 'x', [size]: 1 }],
    ['x2', { [kind]: 'x', [size]: 2 }],
    ['x-', { [kind]: 'x' }],
    ['y1', { [kind]: 'y', [size]: 1 }],
    ['-2', { [size]: 2 }],
    ['-1', { [size]: 1 }],
    ['--', {}],
  ] as const
  for (const [title, fields] of all) await setting.newCase({ title, ...fields })
  const orders = [
    [sorts([kind, 'Asc'], [size, 'Desc']), 'x2 x1 x- y1 -2 -1 --'],
    [sorts([kind, 'Desc'], [size, 'Asc']), 'y1 x1 x2 x- -1 -2 --'],
    [sorts([size, 'Asc'], [kind, 'Desc']), 'y1 x1 -1 x2 -2 x- --'],
    [sorts([size, 'Desc'], [kind, 'Asc']), 'x2 -2 x1 y1 -1 x- --'],
  ] as const
  for (const [order, titles] of orders) {
    for (const maxResults of [1, 2, 3, 100]) {
      assert.equal((await setting.walk({ ...order, maxResults })).join(' '), titles)
    }
  }
})

test('[B-502] text sorts by its first 100 folded code points', async () => {
  await using setting = await searching()
  const note = await setting.newField('Text')
  const start = 'É'.repeat(99)
  const ends = { late: 'x', b: 'az', a: 'aa', first: '' }
  for (const [title, end] of Object.entries(ends)) {
    await setting.newCase({ title, [note]: `${start}${end}` })
  }
  assert.deepEqual(await setting.walk(sorts([note, 'Asc'])), ['first', 'b', 'a', 'late'])
  assert.deepEqual(await setting.walk(sorts([note, 'Desc'])), ['late', 'b', 'a', 'first'])
})

test('[B-507] sorting by the next breach follows the clock', async () => {
  await using setting = await searching()
  const minutes = { soon: 5, later: 60, both: 10 }
  for (const [title, due] of Object.entries(minutes)) {
    const caseId = await setting.newCase({ title })
    await setting.addSla(caseId, 'answer', due)
    if (title === 'both') await setting.addSla(caseId, 'solve', 90)
  }
  await setting.newCase({ title: 'never' })
  const by = (order: 'Asc' | 'Desc') => setting.walk(sorts(['next_sla_breach_datetime', order]))
  assert.deepEqual(await by('Asc'), ['soon', 'both', 'later', 'never'])
  assert.deepEqual(await by('Desc'), ['later', 'both', 'soon', 'never'])
  setting.clock.advance(minutesMs(11))
  assert.deepEqual(await by('Asc'), ['later', 'both', 'soon', 'never'])
})

test('[B-509] who turns pages while cases change sees each unchanged case once', async () => {
  await using setting = await searching()
  const ids = new Map<string, string>()
  const size = await setting.newField('Number')
  const names = Array.from({ length: 12 }, (_, at) => `c${String(at).padStart(2, '0')}`)
  for (const [at, title] of names.entries()) {
    setting.clock.advance(1000)
    ids.set(title, await setting.newCase({ title, [size]: at % 4 }))
  }
  const { root, domainId } = setting
  const disturb = async (seen: number) => {
    setting.clock.advance(1000)
    await setting.newCase({ title: `new ${seen}`, [size]: seen % 4 })
    // One that was seen and one that was not: neither is a case whose keys do not change.
    if (seen === 2) await setting.update(ids.get('c11') ?? '', { summary: 'seen' })
    if (seen === 4) await setting.update(ids.get('c01') ?? '', { summary: 'unseen' })
    if (seen === 6) await root.deleteCase({ domainId, caseId: ids.get('c02') ?? '' })
  }
  const unchanged = names.filter((name) => !['c01', 'c02', 'c11'].includes(name))
  const newest = await setting.walk({}, disturb)
  assert.equal(new Set(newest).size, newest.length, 'no case twice in the default order')
  assert.deepEqual(
    newest.filter((title) => unchanged.includes(title)),
    unchanged.toReversed(),
  )
  const bySize = await setting.walk(sorts([size, 'Asc']), async (seen) => {
    if (seen < 20) await setting.newCase({ title: `more ${seen}`, [size]: 0 })
    if (seen === 2) await setting.update(ids.get('c03') ?? '', { summary: 'other field' })
  })
  for (const title of [...unchanged, 'c01', 'c11']) {
    assert.equal(bySize.filter((found) => found === title).length, 1, title)
  }
})

test('[B-509] a token is good for its question and no other, for a day', async () => {
  await using setting = await searching()
  const { root, domainId, page } = setting
  for (const title of ['a1', 'a2', 'a3']) await setting.newCase({ title })
  const value = { stringValue: 'a' }
  const contains = (id: string, more = value) => ({ field: { contains: { id, value: more } } })
  const question = {
    filter: contains('title'),
    searchTerm: 'a',
    ...sorts(['title', 'Asc'], ['created_datetime', 'Desc']),
    maxResults: 1,
  }
  const { nextToken } = await page(question)
  assert.ok(nextToken !== undefined && nextToken.length <= 9000)
  const next = await page({ ...question, nextToken, maxResults: 5, fields: [{ id: 'title' }] })
  assert.deepEqual(setting.titlesOf(next), ['a2', 'a3'])
  assert.equal((await page({ ...question, nextToken, fields: [] })).cases?.length, 1)
  const others: Question[] = [
    { filter: contains('summary') },
    { filter: contains('title', { stringValue: 'A' }) },
    { filter: { not: contains('title') } },
    { filter: undefined },
    { searchTerm: 'a ' },
    { searchTerm: undefined },
    sorts(['title', 'Desc'], ['created_datetime', 'Desc']),
    sorts(['created_datetime', 'Desc'], ['title', 'Asc']),
    sorts(['title', 'Asc']),
    { sorts: undefined },
    { nextToken: `${nextToken}AAAA` },
    { nextToken: nextToken.slice(0, -1) },
    { nextToken: altered(nextToken) },
    { domainId: await setting.newDomain('other') },
  ]
  for (const other of others) {
    const call = page({ ...question, nextToken, ...other })
    await expectError(call, 'ValidationException', /nextToken/)
  }
  const listed = await root.listFields({ domainId, maxResults: 1 })
  const theirs = page({ nextToken: listed.nextToken })
  await expectError(theirs, 'ValidationException', /another request/)
  setting.clock.advance(minutesMs(24 * 60))
  await page({ ...question, nextToken })
  setting.clock.advance(1)
  const late = page({ ...question, nextToken })
  await expectError(late, 'ValidationException', /expired/)
})

test('[B-511] a case shows the fields asked for, in that order, as GetCase does', async () => {
  await using setting = await searching()
  const gone = await setting.newField('Text')
  await setting.newCase({ title: 'Lamp', [gone]: 'kept' })
  await setting.root.deleteField({ domainId: setting.domainId, fieldId: gone })
  const asked = ['status', gone, 'summary', 'title', 'case_id'].map((id) => ({ id }))
  const [found] = present((await setting.page({ fields: asked })).cases)
  const ids = found?.fields?.map((field) => field?.id)
  assert.deepEqual(ids, ['status', gone, 'title', 'case_id'])
  assert.equal(found?.templateId, setting.templateId)
  assert.deepEqual(found?.tags, {})
  assert.deepEqual(present((await setting.page({ fields: [] })).cases)[0]?.fields, [])
  const twice = setting.page({ fields: [{ id: 'title' }, { id: 'title' }] })
  await expectError(twice, 'ValidationException', /twice/)
})

test('[B-512] a page has 25 cases, or as many as asked for', async () => {
  await using setting = await searching()
  await Promise.all(Array.from({ length: 27 }, () => setting.newCase()))
  const first = await setting.page({})
  assert.deepEqual([first.cases?.length, first.totalCount], [25, 27])
  const rest = await setting.page({ nextToken: first.nextToken })
  assert.deepEqual([rest.cases?.length, rest.totalCount, rest.nextToken], [2, 27, undefined])
  const all = await setting.page({ maxResults: 100 })
  assert.deepEqual([all.cases?.length, all.nextToken], [27, undefined])
  const exactly = await setting.page({ maxResults: 27 })
  assert.equal(exactly.nextToken, undefined)
})

test('[B-020] the shape bounds pages, fields, sorts, terms and groups', async () => {
  await using setting = await searching()
  const many = (length: number) => Array.from({ length }, () => ({ id: 'title' }))
  const wrong: [Question, RegExp][] = [
    [{ maxResults: 0 }, /maxResults/],
    [{ maxResults: 101 }, /maxResults/],
    [{ fields: many(26) }, /fields/],
    [sorts(['title', 'Asc'], ['status', 'Asc'], ['summary', 'Asc']), /sorts/],
    [{ searchTerm: 'x'.repeat(256) }, /searchTerm/],
    [{ filter: { andAll: many(11).map(() => ({ andAll: [] })) } }, /andAll/],
    [{ nextToken: 'x'.repeat(9001) }, /nextToken/],
  ]
  for (const [question, message] of wrong) {
    await expectError(setting.page(question), 'ValidationException', message)
  }
})
