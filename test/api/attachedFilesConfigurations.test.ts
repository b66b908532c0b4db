// The operations on what an instance lets be attached, through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UpdateAttachedFilesConfigurationCommandInput } from '@aws-sdk/client-connect'
import { nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { fileSetting } from '../support/file-setting.ts'

type Update = UpdateAttachedFilesConfigurationCommandInput

const extensions = (...names: string[]) => ({
  ExtensionConfiguration: { AllowedExtensions: names.map((Extension) => ({ Extension })) },
})

test('[B-1016] every scope has the default until it is configured', async () => {
  await using setting = await fileSetting()
  const { connect, at } = setting
  const { InstanceId } = at
  for (const AttachmentScope of ['EMAIL', 'CHAT', 'CASE', 'TASK'] as const) {
    const { AttachedFilesConfiguration: found } = await connect.describeAttachedFilesConfiguration({
      InstanceId,
      AttachmentScope,
    })
    assert.equal(found?.InstanceId, InstanceId)
    assert.equal(found?.AttachmentScope, AttachmentScope)
    assert.equal(found?.MaximumSizeLimitInBytes, 20_971_520)
    assert.equal(found?.ExtensionConfiguration?.AllowedExtensions?.length, 18)
    assert.equal(found?.LastModifiedTime, undefined)
  }
})

test('[B-1016] an update changes what it gives, in its scope', async () => {
  await using setting = await fileSetting()
  const { connect, at } = setting
  const { InstanceId } = at
  const update = async (more: Partial<Update>) => {
    const {
      $metadata: _,
      LastModifiedTime,
      ...answer
    } = await connect.updateAttachedFilesConfiguration({
      InstanceId,
      AttachmentScope: 'CASE',
      ...more,
    })
    assert.ok(Math.abs(Date.now() - Number(LastModifiedTime)) < 60_000)
    const { AttachedFilesConfiguration: found } = await connect.describeAttachedFilesConfiguration({
      InstanceId,
      AttachmentScope: 'CASE',
    })
    assert.deepEqual(found, { ...answer, LastModifiedTime })
    return [answer.MaximumSizeLimitInBytes, answer.ExtensionConfiguration?.AllowedExtensions]
  }
  const [size, names] = await update({ MaximumSizeLimitInBytes: 104_857_600 })
  assert.deepEqual([size, (names as object[]).length], [104_857_600, 18])
  const listed = await update(extensions('PDF', 'pdf', 'tar-gz', '7z'))
  assert.deepEqual(listed, [
    104_857_600,
    extensions('pdf', 'tar-gz', '7z').ExtensionConfiguration.AllowedExtensions,
  ])
  assert.deepEqual((await update({ MaximumSizeLimitInBytes: 1 }))[0], 1)
  assert.deepEqual(await update({}), [1, listed[1]])
  const { AttachedFilesConfigurations: all } = await connect.listAttachedFilesConfigurations({
    InstanceId,
  })
  assert.deepEqual(
    all?.map((each) => [each.AttachmentScope, each.MaximumSizeLimitInBytes]),
    [
      ['EMAIL', 20_971_520],
      ['CHAT', 20_971_520],
      ['CASE', 1],
      ['TASK', 20_971_520],
    ],
  )
})

test('[B-1016] the list has pages', async () => {
  await using setting = await fileSetting()
  const { connect, at } = setting
  const scopes: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await connect.listAttachedFilesConfigurations({
      InstanceId: at.InstanceId,
      MaxResults: 3,
      ...(NextToken === undefined ? {} : { NextToken }),
    })
    scopes.push(...(page.AttachedFilesConfigurations ?? []).map((each) => each.AttachmentScope))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  assert.deepEqual(scopes, ['EMAIL', 'CHAT', 'CASE', 'TASK'])
  const wrong = connect.listAttachedFilesConfigurations({ ...at, NextToken: 'x' })
  await expectError(wrong, 'InvalidParameterException')
})

test('[B-1016] the model is checked, and the instance must exist', async () => {
  await using setting = await fileSetting()
  const { connect, at } = setting
  const place = { InstanceId: at.InstanceId, AttachmentScope: 'CASE' } as const
  const refuse = (more: object) =>
    expectError(
      connect.updateAttachedFilesConfiguration({ ...place, ...more } as Update),
      'InvalidParameterException',
    )
  for (const MaximumSizeLimitInBytes of [0, 104_857_601]) await refuse({ MaximumSizeLimitInBytes })
  for (const name of ['', 'a.b', 'x'.repeat(11), 'é']) await refuse(extensions(name))
  await refuse({ AttachmentScope: 'VOICE' })
  const many = (count: number) => extensions(...Array.from({ length: count }, (_, at) => `x${at}`))
  await refuse(many(201))
  await connect.updateAttachedFilesConfiguration({ ...place, ...many(200) })
  const missing = { ...place, InstanceId: nowhere }
  const calls = [
    () => connect.updateAttachedFilesConfiguration(missing),
    () => connect.describeAttachedFilesConfiguration(missing),
    () => connect.listAttachedFilesConfigurations(missing),
  ]
  for (const call of calls) await expectError(call(), 'ResourceNotFoundException')
})

test('[B-1006] each needs its action on the instance', async () => {
  await using setting = await fileSetting()
  const { as, at } = setting
  const { InstanceId } = at
  const place = { InstanceId, AttachmentScope: 'CASE' } as const
  const Resource = `arn:aws:connect:us-east-1:000000000000:instance/${InstanceId}`
  const names = ['Update', 'Describe', 'List'] as const
  for (const name of names) {
    const action = `connect:${name}AttachedFilesConfiguration${name === 'List' ? 's' : ''}`
    const client = await as({ Effect: 'Allow', Action: action, Resource })
    const calls = {
      Update: () => client.updateAttachedFilesConfiguration(place),
      Describe: () => client.describeAttachedFilesConfiguration(place),
      List: () => client.listAttachedFilesConfigurations({ InstanceId }),
    }
    for (const each of names) {
      if (each === name) await calls[each]()
      else await expectError(calls[each](), 'AccessDeniedException')
    }
  }
})
