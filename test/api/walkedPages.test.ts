// Pages of related items, of a contact's cases and of a history, turned while things come and go, through the SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { present } from '../support/case-setting.ts'
import { itemSetting } from '../support/item-setting.ts'

type Page = {
  readonly ids: readonly (string | undefined)[]
  readonly nextToken?: string | undefined
}

/** All ids, page by page; `between` happens after each page. */
const walk = async (
  read: (nextToken: string | undefined) => Promise<Page>,
  between: (last: string) => Promise<unknown>,
): Promise<string[]> => {
  const seen: string[] = []
  let nextToken: string | undefined
  do {
    const page = await read(nextToken)
    seen.push(...page.ids.map((id) => id ?? ''))
    nextToken = page.nextToken
    await between(seen.at(-1) ?? '')
  } while (nextToken !== undefined)
  return seen
}

/** Each of `kept` was seen once, and nothing twice. */
const assertOnce = (seen: readonly string[], kept: readonly string[]) => {
  assert.equal(new Set(seen).size, seen.length, 'something came twice')
  assert.deepEqual(
    kept.filter((id) => !seen.includes(id)),
    [],
    'something did not come',
  )
}

test('[B-466] items that stay come once, whatever is added or removed between pages', async () => {
  for (const sorts of [undefined, [{ sortProperty: 'CaseId', sortOrder: 'Asc' }]] as const) {
    await using setting = await itemSetting()
    const { root, domainId } = setting
    const caseId = await setting.newCase()
    const ids: string[] = []
    for (let count = 0; count < 12; count += 1) {
      setting.clock.advance(count % 2)
      ids.push(await setting.addComment(caseId, `${count}`))
    }
    const kept = new Set(ids)
    const remove = async (relatedItemId: string) => {
      if (!kept.delete(relatedItemId)) return
      await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
    }
    const search = async (nextToken: string | undefined) => {
      const input = { domainId, maxResults: 2, nextToken }
      const page =
        sorts === undefined
          ? await root.searchRelatedItems({ ...input, caseId })
          : await root.searchAllRelatedItems({ ...input, sorts: [...sorts] })
      const shown: readonly ({ relatedItemId?: string | undefined } | null)[] =
        page.relatedItems ?? []
      return { ids: shown.map((item) => item?.relatedItemId), nextToken: page.nextToken }
    }
    let added = 0
    const seen = await walk(search, async (last) => {
      // The very item that the token ends with goes, and one that is still to come.
      await remove(last)
      if (added === 2) await remove([...kept][6] ?? '')
      setting.clock.advance(1)
      if (added < 5) await setting.addComment(caseId, `new ${added}`)
      added += 1
    })
    assertOnce(seen, [...kept])
  }
})

test('[B-466] cases of a contact that stay linked come once', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const contactArn = await setting.newContact('c1')
  const links = new Map<string, string>()
  const link = async () => {
    const caseId = await setting.newCase()
    links.set(caseId, await setting.add(caseId, { contact: { contactArn } }))
    return caseId
  }
  const kept = new Set<string>()
  for (let count = 0; count < 7; count += 1) {
    setting.clock.advance(count % 2)
    kept.add(await link())
  }
  const list = async (nextToken: string | undefined) => {
    const page = await root.listCasesForContact({ domainId, contactArn, maxResults: 2, nextToken })
    return { ids: present(page.cases).map(({ caseId }) => caseId), nextToken: page.nextToken }
  }
  let pages = 0
  const seen = await walk(list, async (caseId) => {
    pages += 1
    if (pages === 1) await root.deleteCase({ domainId, caseId })
    if (pages === 2) {
      await root.deleteRelatedItem({ domainId, caseId, relatedItemId: links.get(caseId) })
    }
    if (pages < 3) kept.delete(caseId)
    setting.clock.advance(1)
    if (pages < 4) await link()
  })
  assertOnce(seen, [...kept])
})
