// CreateUser, DescribeUser, ListUsers and SearchUsers through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchUsersCommandInput, UserSearchCriteria } from '@aws-sdk/client-connect'
import { connectFor, connectWith, instanceInput, userInput } from '../support/connect.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const setting = async (more: object = {}, quotas = '') => {
  const server = await startTestServer({ settings: quotas === '' ? {} : { quotas } })
  const connect = connectWith(server)
  const { Id, Arn } = await connect.createInstance({ ...instanceInput(), ...more })
  const InstanceId = given(Id)
  return {
    server,
    connect,
    InstanceId,
    instanceArn: given(Arn),
    create: (input: object = {}) => connect.createUser({ ...userInput(InstanceId), ...input }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[B-930] a user has an agent’s ARN and is as it was asked for, without the password', async () => {
  await using here = await setting()
  const { server, connect, InstanceId, instanceArn, create } = here
  const { Password: _, ...input } = userInput(InstanceId)
  const more = {
    PhoneConfig: { PhoneType: 'SOFT_PHONE', AutoAccept: true, AfterContactWorkTimeLimit: 5 },
    HierarchyGroupId: 'group',
    Tags: { team: 'red' },
  } as const
  const before = server.clock.now()
  const { UserId, UserArn } = await create(more)
  assert.equal(UserArn, `${instanceArn}/agent/${UserId}`)
  const { User } = await connect.describeUser({ InstanceId, UserId })
  const { LastModifiedTime, InstanceId: __, ...user } = { InstanceId, ...User }
  assert.ok((LastModifiedTime?.getTime() ?? 0) >= before)
  const { InstanceId: ___, ...expected } = { ...input, ...more }
  const names = { Id: UserId, Arn: UserArn, LastModifiedRegion: 'us-east-1' }
  assert.deepEqual(user, { ...expected, ...names })
})

test('[B-931] who a user is goes with the instance’s identity management', async () => {
  const refused = async (here: Awaited<ReturnType<typeof setting>>, ...inputs: object[]) => {
    for (const input of inputs) await expectError(here.create(input), 'InvalidRequestException')
  }
  const FirstName = 'Ann'
  const LastName = 'Lee'
  await using managed = await setting()
  await refused(
    managed,
    { Password: undefined },
    { IdentityInfo: undefined },
    { IdentityInfo: { FirstName, LastName: '' } },
    { IdentityInfo: { FirstName, LastName: 'Me\u0301' } },
  )
  for (const Username of ['a b', 'ann@example', '@example.com', 'ann@', 'é']) {
    await refused(managed, { Username })
  }
  await managed.create({ Username: 'ann.lee@example.com' })
  await using saml = await setting({ IdentityManagementType: 'SAML' })
  const fitting = { Password: undefined }
  await refused(
    saml,
    {},
    { ...fitting, IdentityInfo: { FirstName, LastName, Email: 'a@b.example' } },
    { ...fitting, DirectoryUserId: 'x' },
  )
  await saml.create(fitting)
  await using existing = await setting({
    IdentityManagementType: 'EXISTING_DIRECTORY',
    InstanceAlias: undefined,
    DirectoryId: 'd-0123456789',
  })
  await existing.create({ ...fitting, IdentityInfo: undefined, DirectoryUserId: 'x' })
})

test('[B-932] phone settings are for all channels or for each', async () => {
  await using here = await setting()
  const { create } = here
  const Channel = 'VOICE'
  for (const input of [
    { PhoneConfig: { PhoneType: 'DESK_PHONE' } },
    { PhoneConfig: { AfterContactWorkTimeLimit: 2_000_001 } },
    { PhoneConfig: { AutoAccept: true }, AutoAcceptConfigs: [{ Channel, AutoAccept: false }] },
    {
      PhoneConfig: { PhoneType: 'SOFT_PHONE' },
      PhoneNumberConfigs: [{ Channel, PhoneType: 'SOFT_PHONE' }],
    },
  ]) {
    await expectError(create(input), 'InvalidRequestException')
  }
  await create({ AutoAcceptConfigs: [{ Channel, AutoAccept: false }] })
})

test('[B-906] a password and a mobile number are what AWS means, not what its model says', async () => {
  await using here = await setting()
  const { create } = here
  for (const Password of ['Short-1', 'lower-case-1', 'No-Digit-Here', 'With space 1']) {
    await expectError(create({ Password }), 'InvalidParameterException', /'Password'/)
  }
  const IdentityInfo = { FirstName: 'Ann', LastName: 'Lee', Mobile: '0123' }
  await expectError(create({ IdentityInfo }), 'InvalidParameterException', /'IdentityInfo.Mobile'/)
  await create({ IdentityInfo: { ...IdentityInfo, Mobile: '+49123456' } })
})

test('[B-933] a username is there once, and a quota bounds the users', async () => {
  await using here = await setting({}, 'usersPerInstance=2')
  const { create } = here
  await create()
  await expectError(create(), 'DuplicateResourceException')
  await create({ Username: 'Ann' })
  await expectError(create({ Username: 'bob' }), 'LimitExceededException', /User, 2/)
})

test('[B-934] users are listed in pages, the oldest first', async () => {
  await using here = await setting()
  const { connect, InstanceId, create } = here
  const usernames = ['zoe', 'ann', 'bob', 'eve', 'joe']
  for (const Username of usernames) await create({ Username })
  const seen: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await connect.listUsers({ InstanceId, MaxResults: 2, NextToken })
    seen.push(...(page.UserSummaryList ?? []).map((user) => user.Username))
    assert.ok((page.UserSummaryList?.length ?? 0) <= 2)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  assert.deepEqual(seen, usernames)
  const { NextToken: ofQueues } = await connect.listUsers({ InstanceId, MaxResults: 1 })
  const other = connect.searchUsers({ InstanceId, NextToken: ofQueues })
  await expectError(other, 'InvalidParameterException', /nextToken/)
})

const users = [
  ['ann', 'Ann', 'Lee', 'basic', 'one', { team: 'red', level: '1' }],
  ['bob', 'Björn', 'Leeson', 'basic', 'two', { team: 'red', level: '2' }],
  ['eve', 'Eve', 'Stone', 'other', 'two', { team: 'blue' }],
] as const

const search = async () => {
  const here = await setting()
  const ids: string[] = []
  for (const [Username, FirstName, LastName, RoutingProfileId, group, Tags] of users) {
    const IdentityInfo = { FirstName, LastName }
    const more = { RoutingProfileId, HierarchyGroupId: group, Tags, IdentityInfo }
    ids.push(given((await here.create({ Username, ...more })).UserId))
  }
  const { connect, InstanceId } = here
  const find = async (input: Omit<SearchUsersCommandInput, 'InstanceId'>) => {
    const { Users, ApproximateTotalCount } = await connect.searchUsers({ InstanceId, ...input })
    assert.equal(Users?.length, ApproximateTotalCount)
    return Users?.map((user) => user.Username).join(' ')
  }
  return { ...here, ids, find }
}

test('[B-935] criteria over text, combined, decide which users are found', async () => {
  await using here = await search()
  const { find, ids } = here
  const is = (FieldName: string, Value: string, ComparisonType?: 'CONTAINS' | 'STARTS_WITH') => ({
    StringCondition: { FieldName, Value, ComparisonType },
  })
  const cases: [UserSearchCriteria, string][] = [
    [is('Username', 'ANN'), 'ann'],
    [is('FirstName', 'bjo', 'STARTS_WITH'), 'bob'],
    [is('LastName', 'ee', 'CONTAINS'), 'ann bob'],
    [is('LastName', 'Lee'), 'ann'],
    [is('RoutingProfileId', 'other'), 'eve'],
    [is('SecurityProfileId', 'agent'), 'ann bob eve'],
    [is('resourceId', given(ids[1])), 'bob'],
    [{ OrConditions: [is('Username', 'ann'), is('Username', 'eve')] }, 'ann eve'],
    [{ AndConditions: [is('LastName', 'ee', 'CONTAINS'), is('Username', 'bob')] }, 'bob'],
    [{ HierarchyGroupCondition: { Value: 'two' } }, 'bob eve'],
    [{ ListCondition: { TargetListType: 'PROFICIENCIES', Conditions: [] } }, ''],
    [{ OrConditions: [] }, 'ann bob eve'],
  ]
  for (const [SearchCriteria, expected] of cases) {
    assert.equal(await find({ SearchCriteria }), expected, JSON.stringify(SearchCriteria))
  }
  const many = { OrConditions: Array.from({ length: 100 }, () => is('Username', 'ann')) }
  for (const bad of [
    is('Email', 'x'),
    is('toString', 'x'),
    is('Username', 'x', 'CONTAINS'),
    many,
    { AndConditions: [many] },
  ]) {
    await expectError(find({ SearchCriteria: bad }), 'InvalidRequestException')
  }
})

test('[B-935] filters over tags and groups decide which users are found', async () => {
  await using here = await search()
  const { find } = here
  const tag = (TagKey: string, TagValue?: string) => ({ TagKey, TagValue })
  const red = tag('team', 'red')
  const cases: [SearchUsersCommandInput['SearchFilter'], string][] = [
    [{ TagFilter: { TagCondition: red } }, 'ann bob'],
    [{ TagFilter: { TagCondition: tag('team') } }, 'ann bob eve'],
    [{ TagFilter: { AndConditions: [red, tag('level', '2')] } }, 'bob'],
    [{ TagFilter: { OrConditions: [[red, tag('level', '1')], [tag('team', 'blue')]] } }, 'ann eve'],
    [{ UserAttributeFilter: { TagCondition: red } }, 'ann bob'],
    [{ UserAttributeFilter: { HierarchyGroupCondition: { Value: 'two' } } }, 'bob eve'],
    [
      {
        UserAttributeFilter: {
          AndCondition: { TagConditions: [red], HierarchyGroupCondition: { Value: 'two' } },
        },
      },
      'bob',
    ],
    [{ UserAttributeFilter: { OrConditions: [{ TagConditions: [tag('level', '1')] }] } }, 'ann'],
  ]
  for (const [SearchFilter, expected] of cases) {
    assert.equal(await find({ SearchFilter }), expected, JSON.stringify(SearchFilter))
  }
  const both = { TagFilter: {}, UserAttributeFilter: {} }
  await expectError(find({ SearchFilter: both }), 'AccessDeniedException')
})

test('[B-936] a search tells names, and the limit of work after a contact in milliseconds', async () => {
  await using here = await setting()
  const { connect, InstanceId, create } = here
  const IdentityInfo = { FirstName: 'Ann', LastName: 'Lee', Email: 'ann@example.com' }
  await create({ IdentityInfo, PhoneConfig: { AfterContactWorkTimeLimit: 5 } })
  const { Users: [user] = [] } = await connect.searchUsers({ InstanceId })
  assert.deepEqual(user?.IdentityInfo, { FirstName: 'Ann', LastName: 'Lee' })
  assert.equal(user?.PhoneConfig?.AfterContactWorkTimeLimit, 5000)
  const { User } = await connect.describeUser({ InstanceId, UserId: user?.Id })
  assert.equal(User?.PhoneConfig?.AfterContactWorkTimeLimit, 5)
})

test('[B-903] DescribeUser is decided by the tags of the user', async () => {
  await using here = await setting()
  const { server, InstanceId, create } = here
  const red = await create({ Tags: { team: 'red' } })
  const blue = await create({ Username: 'bob', Tags: { team: 'blue' } })
  const reds = await connectFor(server, {
    Statement: {
      Effect: 'Allow',
      Action: 'connect:DescribeUser',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } },
    },
  })
  assert.ok((await reds.describeUser({ InstanceId, UserId: red.UserId })).User)
  const denied = reds.describeUser({ InstanceId, UserId: blue.UserId })
  await expectError(denied, 'AccessDeniedException')
})
