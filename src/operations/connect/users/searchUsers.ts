// SearchUsers: the users of an instance that match, the oldest first, and how many there are (B-935, B-936).
import type { UserRow } from '../../../domain/connect/rows.ts'
import { allOfKind } from '../../../domain/connect/rows.ts'
import { userMatcher } from '../../../domain/connect/user-search.ts'
import type { ConnectArns } from '../../../ids.ts'
import { query } from '../../../storage/contract.ts'
import { pageOf } from '../../paging.ts'
import { onInstance, readInstance } from '../instance-call.ts'
import { pagedAsCases } from '../paged.ts'

const operation = 'SearchUsers'

/** Far more than the quota of users is ever raised to. */
const usersMax = 100_000

export const searchUsers = readInstance(operation, {
  checks: (call) => [onInstance('connect:SearchUsers', call)],
  load: ({ input: { InstanceId: instanceId } }) => ({
    all: query('connectResources', { instanceId, kind: 'user', limit: usersMax }),
  }),
  answer: (call, { all }) => {
    const { InstanceId, SearchCriteria, SearchFilter } = call.input
    const found = allOfKind('user', all.rows).filter(userMatcher(call.input))
    const { rows, more } = pageOf(
      pagedAsCases(call),
      { operation, domainId: InstanceId, terms: [SearchCriteria, SearchFilter] },
      { items: found, keyOf: ({ id }) => id, shown: () => true },
    )
    return {
      Users: rows.map((row) => summary(row, call.connect)),
      ...(more.nextToken === undefined ? {} : { NextToken: more.nextToken }),
      ApproximateTotalCount: found.length,
    }
  },
})

const summary = ({ id, document, tags }: UserRow, connect: ConnectArns) => {
  const { IdentityInfo: info, PhoneConfig: phone, ...told } = document
  return {
    ...told,
    Id: id,
    Arn: connect.user(id),
    Tags: tags,
    ...(info === undefined ? {} : { IdentityInfo: lite(info) }),
    ...(phone === undefined ? {} : { PhoneConfig: inMilliseconds(phone) }),
  }
}

type Document = UserRow['document']

const lite = ({ FirstName, LastName }: NonNullable<Document['IdentityInfo']>) => ({
  ...(FirstName === undefined ? {} : { FirstName }),
  ...(LastName === undefined ? {} : { LastName }),
})

/** An oddity of AWS: only here is it in milliseconds (B-936). */
const inMilliseconds = (phone: NonNullable<Document['PhoneConfig']>) => {
  const { AfterContactWorkTimeLimit: seconds } = phone
  return seconds === undefined ? phone : { ...phone, AfterContactWorkTimeLimit: seconds * 1000 }
}
