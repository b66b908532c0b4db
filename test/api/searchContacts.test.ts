// SearchContacts through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchContactsCommandInput, SearchCriteria } from '@aws-sdk/client-connect'
import { contactSetting } from '../support/contacts.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const minute = 60_000

/** Four contacts, a minute apart: a task, an email, a call with a user, a task that has ended. */
const setting = async () => {
  const here = await contactSetting()
  const { connect, InstanceId, UserId, QueueId, startTask, clock } = here
  const began = clock.now()
  const gold = { level: { ValueString: 'gold' } }
  const ids = [await startTask({ Name: 'Call Ann back', SegmentAttributes: gold })]
  const create = async (input: object) => {
    clock.advance(minute)
    const base = { InstanceId, Channel: 'VOICE', InitiationMethod: 'TRANSFER' } as const
    const { ContactId } = await connect.createContact({ ...base, ...input })
    ids.push(given(ContactId))
    return given(ContactId)
  }
  await create({ Channel: 'EMAIL', InitiationMethod: 'FLOW', Attributes: { vip: 'yes' } })
  const call = await create({ Name: 'Broken lamp' })
  const more = { UserInfo: { UserId }, QueueInfo: { Id: QueueId } }
  await connect.updateContact({ InstanceId, ContactId: call, ...more })
  clock.advance(minute)
  ids.push(await startTask({ Name: 'Ann, again', Attributes: { vip: 'no' } }))
  await connect.stopContact({ InstanceId, ContactId: ids[3] })
  clock.advance(minute)
  const TimeRange: SearchContactsCommandInput['TimeRange'] = {
    Type: 'INITIATION_TIMESTAMP',
    StartTime: new Date(began),
    EndTime: new Date(clock.now()),
  }
  const search = (input: Partial<SearchContactsCommandInput> = {}) =>
    connect.searchContacts({ InstanceId, TimeRange, ...input })
  return {
    ...here,
    began,
    ids,
    search,
    /** Which of the four are found, in order. */
    find: async (
      SearchCriteria: SearchCriteria,
      more: Partial<SearchContactsCommandInput> = {},
    ) => {
      const { Contacts, TotalCount } = await search({ SearchCriteria, ...more })
      assert.equal(Contacts?.length, TotalCount)
      return given(Contacts).map(({ Id }) => ids.indexOf(Id ?? ''))
    },
  }
}

test('[B-960] contacts are found by the time that is asked for, both ends included', async () => {
  await using here = await setting()
  const { began, find } = here
  const at = (minutes: number) => new Date(Math.floor((began + minutes * minute) / 1000) * 1000)
  const range = (Type: string, from: number, to: number) =>
    ({ TimeRange: { Type, StartTime: at(from), EndTime: at(to) } }) as object
  assert.deepEqual(await find({}, range('INITIATION_TIMESTAMP', 0, 9)), [3, 2, 1, 0])
  assert.deepEqual(await find({}, range('INITIATION_TIMESTAMP', 1, 2.5)), [2, 1])
  assert.deepEqual(await find({}, range('DISCONNECT_TIMESTAMP', 0, 9)), [3])
  assert.deepEqual(await find({}, range('CONNECTED_TO_AGENT_TIMESTAMP', 0, 9)), [2])
  assert.deepEqual(await find({}, range('ENQUEUE_TIMESTAMP', 0, 9)), [2])
  assert.deepEqual(await find({}, range('SCHEDULED_TIMESTAMP', 0, 9)), [])
  const backwards = find({}, range('INITIATION_TIMESTAMP', 2, 1))
  await expectError(backwards, 'InvalidRequestException')
})

test('[B-961] criteria decide which contacts are found', async () => {
  await using here = await setting()
  const { find, UserId, QueueId, began } = here
  const name = (MatchType: string, ...SearchText: string[]) =>
    ({ Name: { MatchType, SearchText } }) as SearchCriteria
  const attribute = (MatchType: string, Key: string, ...Values: string[]) =>
    ({ SearchableContactAttributes: { MatchType, Criteria: [{ Key, Values }] } }) as SearchCriteria
  const ended = {
    Type: 'DISCONNECT_TIMESTAMP',
    StartTime: new Date(began - minute),
    EndTime: new Date(began + 60 * minute),
  } as const
  const condition = { Type: 'DISCONNECT_TIMESTAMP', ConditionType: 'NOT_EXISTS' } as const
  const cases: [SearchCriteria, number[]][] = [
    [{ Channels: ['TASK'] }, [3, 0]],
    [{ Channels: [] }, [3, 2, 1, 0]],
    [{ Channels: ['VOICE', 'EMAIL'] }, [2, 1]],
    [{ InitiationMethods: ['API'] }, [3, 0]],
    [{ AgentIds: [UserId] }, [2]],
    [{ QueueIds: [QueueId] }, [2]],
    [name('MATCH_ALL', 'ann', 'back'), [0]],
    [name('MATCH_ANY', 'ann', 'lamp'), [3, 2, 0]],
    [name('MATCH_NONE', 'ann'), [2, 1]],
    [name('MATCH_EXACT', 'broken lamp'), [2]],
    [name('MATCH_EXACT', 'lamp'), []],
    [attribute('MATCH_ALL', 'vip', 'yes', 'no'), [3, 1]],
    [attribute('MATCH_NONE', 'vip', 'yes'), [3, 2, 0]],
    [{ SearchableSegmentAttributes: { Criteria: [{ Key: 'level', Values: ['gold'] }] } }, [0]],
    [{ ActiveRegions: ['us-east-1'] }, [3, 2, 1, 0]],
    [{ ActiveRegions: ['eu-west-1'] }, []],
    [{ AgentHierarchyGroups: { L1Ids: ['x'] } }, []],
    [{ AdditionalTimeRange: { MatchType: 'MATCH_ALL', Criteria: [{ TimeRange: ended }] } }, [3]],
    [
      {
        AdditionalTimeRange: {
          MatchType: 'MATCH_ALL',
          Criteria: [{ TimestampCondition: condition }],
        },
      },
      [2, 1, 0],
    ],
    [{ Channels: ['TASK'], ...name('MATCH_ALL', 'again') }, [3]],
  ]
  for (const [criteria, expected] of cases) {
    assert.deepEqual(await find(criteria), expected, JSON.stringify(criteria))
  }
  const analysis: SearchCriteria = {
    ContactAnalysis: {
      Transcript: {
        Criteria: [{ MatchType: 'MATCH_ALL', SearchText: ['x'], ParticipantRole: 'AGENT' }],
      },
    },
  }
  const Criteria = Array.from({ length: 101 }, () => ({ TimestampCondition: condition }))
  const many: SearchCriteria = { AdditionalTimeRange: { MatchType: 'MATCH_ALL', Criteria } }
  for (const bad of [many, analysis, attribute('MATCH_EXACT', 'vip', 'yes')]) {
    await expectError(find(bad), 'InvalidRequestException')
  }
})

test('[B-962] contacts are sorted and walked in pages; those without a value come last', async () => {
  await using here = await setting()
  const { search, ids } = here
  const walk = async (FieldName: string, Order: string) => {
    const Sort = { FieldName, Order } as SearchContactsCommandInput['Sort']
    const seen: number[] = []
    let NextToken: string | undefined
    do {
      const page = await search({ Sort, MaxResults: 1, NextToken })
      assert.equal(page.TotalCount, 4)
      seen.push(...given(page.Contacts).map(({ Id }) => ids.indexOf(Id ?? '')))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return seen
  }
  assert.deepEqual(await walk('INITIATION_TIMESTAMP', 'ASCENDING'), [0, 1, 2, 3])
  assert.deepEqual(await walk('CHANNEL', 'ASCENDING'), [1, 0, 3, 2])
  assert.deepEqual(await walk('CONNECTED_TO_AGENT_TIMESTAMP', 'DESCENDING'), [2, 3, 1, 0])
  assert.deepEqual(await walk('DISCONNECT_TIMESTAMP', 'ASCENDING'), [3, 0, 1, 2])
  const { NextToken } = await search({ MaxResults: 1 })
  const other = search({ MaxResults: 1, NextToken, SearchCriteria: { Channels: ['TASK'] } })
  await expectError(other, 'InvalidParameterException', /nextToken/)
})

test('[B-963] searching by attributes takes the right to read attributes', async () => {
  await using here = await setting()
  const { keyFor, connectAs, search, InstanceId, ids } = here
  const Action = ['connect:SearchContacts']
  const policy = (actions: string[]) => ({
    Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
  })
  const TimeRange = timeRange(here.began, here.clock.now())
  const Criteria = [{ Key: 'vip', Values: ['yes'] }]
  const input = {
    InstanceId,
    TimeRange,
    SearchCriteria: { SearchableContactAttributes: { Criteria } },
  }
  const plain = connectAs(await keyFor(policy(Action), { name: 'plain' }))
  await plain.searchContacts({ InstanceId, TimeRange })
  await expectError(plain.searchContacts(input), 'AccessDeniedException', /GetContactAttributes/)
  const both = policy([...Action, 'connect:GetContactAttributes'])
  const more = connectAs(await keyFor(both, { name: 'more' }))
  const { Contacts } = await more.searchContacts(input)
  assert.deepEqual(
    Contacts?.map(({ Id }) => Id),
    [ids[1]],
  )
  assert.ok((await search()).TotalCount === 4)
})

const timeRange = (from: number, to: number) =>
  ({
    Type: 'INITIATION_TIMESTAMP',
    StartTime: new Date(from),
    EndTime: new Date(to),
  }) as const
