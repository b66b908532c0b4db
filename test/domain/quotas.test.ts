// The quotas that hold where nobody sets others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultQuotas } from '../../src/domain/quotas.ts'

test('[B-202] [B-235] [B-240] [B-403] [B-442] the defaults are those that AWS publishes', () => {
  const published = {
    domainsPerAccount: 5,
    fieldsPerDomain: 500,
    optionsPerField: 500,
    layoutsPerDomain: 100,
    templatesPerDomain: 100,
    relatedItemsPerCase: 200,
    filesPerCase: 50,
    fieldsPerLayout: 100,
    slasPerCase: 10,
    fieldsPerCustomItem: 5,
    tagsPerResource: 50,
  }
  assert.deepEqual({ ...defaultQuotas, ...published }, defaultQuotas)
})

test('[B-202] [B-223] [B-245] [B-268] [B-279] what AWS does not count has a bound of ours', () => {
  assert.equal(defaultQuotas.caseRulesPerDomain, 500)
  assert.equal(defaultQuotas.deletedFieldsPerDomain, 2000)
  assert.equal(defaultQuotas.deletedCaseRulesPerDomain, 2000)
  assert.equal(defaultQuotas.parentValuesPerRule, 200)
  assert.equal(defaultQuotas.childValuesPerRule, 10_000)
  assert.equal(defaultQuotas.mappedValuesPerDomain, 200_000)
  assert.equal(defaultQuotas.deletedLayoutsPerDomain, 100)
  assert.equal(defaultQuotas.deletedTemplatesPerDomain, 100)
})
