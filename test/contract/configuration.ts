// What a store does with configuration: fields, layouts, templates and case rules of domains.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Configs, DomainConfig } from '../../src/domain/domain-config.ts'
import type { Change } from '../../src/storage/contract.ts'
import { type Kind, kinds, layout, listOf, told, toldDomain, wholeDomain } from './kinds.ts'
import { type OpenPlace, put, refused, settingIn, stale } from './place.ts'
import { builder, creation, newId } from './rows.ts'

export const configurationContract = (open: OpenPlace) =>
  describe('configuration', () => {
    test('[B-707] a domain is known as soon as its write is answered, in order of creation', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      assert.deepEqual(told(store.configs), [toldDomain(own.domain), toldDomain(other.domain)])
      assert.equal(store.configs.domain(newId()), undefined)
    })

    test('[B-708] configuration of every kind comes back whole after a restart', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const whole = wholeDomain()
      await put(store, { change: 'domain.put', domain: whole })
      for (const kind of kinds) await put(store, kind.change(own.scope, kind.resource('first')))
      for (const kind of kinds) await put(store, kind.change(own.scope, kind.resource('second')))
      const before = told(store.configs)
      assert.deepEqual(before[2], toldDomain(whole))
      await place.close(store)
      assert.deepEqual(told((await place.open()).configs), before)
    })

    for (const kind of kinds) {
      test(`[B-707] a ${kind.name} that is put comes last, or takes its former place`, async () => {
        await using setting = await settingIn(open)
        const { store, own, other } = setting
        const known = listOf(store, own.scope, kind).map(({ id }) => id)
        const [first, second] = [kind.resource('first'), kind.resource('second')]
        await put(store, kind.change(own.scope, first))
        await put(store, kind.change(own.scope, second))
        const changed = { ...first, name: 'renamed', deleted: true, tags: { a: 'b' } }
        await put(store, kind.change(own.scope, changed))
        const found = listOf(store, own.scope, kind)
        assert.deepEqual(
          found.map(({ id }) => id),
          [...known, first.id, second.id],
        )
        assert.deepEqual(found.slice(-2), [changed, second])
        assert.deepEqual(
          listOf(store, other.scope, kind).map(({ id }) => id),
          [...other.domain[kind.of].keys()],
        )
      })

      test(`[B-706] the name of a ${kind.name} is unique among the living of its domain`, async () => {
        await using setting = await settingIn(open)
        const { store, own, other } = setting
        const [first, second] = [kind.resource('same'), kind.resource('same')]
        await put(store, kind.change(own.scope, first))
        const before = told(store.configs)
        await refused(put(store, kind.change(own.scope, second)), 'ConflictException')
        assert.deepEqual(told(store.configs), before)
        await put(store, kind.change(other.scope, second))
        await put(store, kind.change(own.scope, { ...first, deleted: true }))
        await put(store, kind.change(own.scope, second))
        await refused(put(store, kind.change(own.scope, first)), 'ConflictException')
        assert.deepEqual(listOf(store, own.scope, kind).at(-1), second)
      })
    }

    test('[B-706] the name of a domain is unique among the living', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const same = { ...builder('another').domain, name: own.domain.name }
      const write = put(store, { change: 'domain.put', domain: same })
      await refused(write, 'ConflictException')
      assert.equal(store.configs.domain(same.id), undefined)
      await put(store, { change: 'domain.delete', scope: own.scope })
      await put(store, { change: 'domain.put', domain: same })
      assert.deepEqual(store.configs.domain(same.id), same)
    })

    test('[B-706] of many that take a name at the same time one gets it', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const kind = kinds[0] as Kind
      const names = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']
      const writes = names.map((name) => put(store, kind.change(own.scope, kind.resource(name))))
      const ended = await Promise.allSettled(writes)
      assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 3)
      const lost = writes.filter((_, index) => ended[index]?.status === 'rejected')
      for (const write of lost) await refused(write, 'ConflictException')
      const kept = listOf(store, own.scope, kind).slice(-3)
      assert.deepEqual(kept.map(({ name }) => name).sort(), ['a', 'b', 'c'])
    })

    test('[B-707] a domain that is put again keeps what it holds', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const domain: DomainConfig = {
        ...own.domain,
        tags: { team: 'x' },
        eventConfiguration: { enabled: true, includedData: { caseData: { fields: [] } } },
      }
      await put(store, { change: 'domain.put', domain })
      const before = told(store.configs)
      assert.deepEqual(before[0], toldDomain(domain))
      await place.close(store)
      assert.deepEqual(told((await place.open()).configs), before)
    })

    test('[B-707] whoever holds a snapshot keeps it', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const held = store.configs.domain(own.scope) as DomainConfig
      const before = toldDomain(held)
      for (const kind of kinds) await put(store, kind.change(own.scope, kind.resource('new')))
      await put(store, { change: 'domain.delete', scope: own.scope })
      assert.deepEqual(toldDomain(held), before)
    })

    test('[B-702] [B-707] a write sees the configuration that those before it changed', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const count = (configs: Configs) => configs.domain(own.scope)?.layouts.size ?? -1
      const seen = await Promise.all(
        Array.from({ length: 20 }, () => {
          let planned = -1
          return store.write({
            plan: (configs) => {
              planned = count(configs)
              return {}
            },
            decide: (_, configs) => {
              assert.equal(count(configs), planned)
              const next = layout(`layout ${planned}`)
              return {
                answer: planned,
                changes: [{ change: 'layout.put', scope: own.scope, layout: next }],
              }
            },
          })
        }),
      )
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        Array.from({ length: 20 }, (_, index) => index),
      )
    })

    test('[B-701] [B-707] configuration that was not written is not known, then or later', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const before = told(store.configs)
      const missing = own.case()
      const changes: Change[] = [
        ...kinds.map((kind) => kind.change(own.scope, kind.resource('lost'))),
        { change: 'domain.put', domain: builder('lost').domain },
        { change: 'case.update', before: missing, after: missing },
      ]
      await stale(put(store, ...changes))
      assert.deepEqual(told(store.configs), before)
      const seen = await store.write({
        plan: () => ({}),
        decide: (_, configs) => ({ answer: told(configs), changes: [] }),
      })
      assert.deepEqual(seen, before)
      assert.deepEqual(told(store.configs), before)
      await place.close(store)
      assert.deepEqual(told((await place.open()).configs), before)
    })

    test('[B-705] nothing is put into a domain that is not there or deleted', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const nowhere = builder('nowhere')
      await put(store, { change: 'domain.delete', scope: own.scope })
      for (const { scope, ...rest } of [nowhere, own]) {
        for (const kind of kinds) await stale(put(store, kind.change(scope, kind.resource('x'))))
        await stale(put(store, ...creation(rest.case())))
      }
    })

    test('[B-209] a deleted domain is gone at once and for good', async () => {
      await using setting = await settingIn(open)
      const { place, store, own, other } = setting
      await put(store, { change: 'domain.delete', scope: own.scope })
      const left = [toldDomain(other.domain)]
      assert.deepEqual(told(store.configs), left)
      assert.equal(store.configs.domain(own.scope), undefined)
      await place.close(store)
      assert.deepEqual(told((await place.open()).configs), left)
    })
  })
