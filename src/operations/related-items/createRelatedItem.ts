// CreateRelatedItem: add a contact, comment, file, SLA, case link or custom item to a case. What points at
// something exists once a case: the call repeated gives the item that is there (B-402).
import { timeIn } from '../../domain/case-values.ts'
import { addItem } from '../../domain/related-items/changes.ts'
import { newContent, requireMember, targetOf } from '../../domain/related-items/index.ts'
import { requireRoom } from '../../domain/related-items/room.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import { notFound } from '../../errors.ts'
import { query } from '../../storage/contract.ts'
import type { Told } from '../elsewhere.ts'
import { write } from '../operation.ts'
import { performer } from '../performer.ts'
import { itemElsewhere } from './ask-elsewhere.ts'
import { attributesOfCase, authorOf, itemNames, journalContext, userKeys } from './related-item.ts'
import { firstTry, madeBefore } from './retry.ts'
import { found, targetAttributes, targetChecks, targetPlan } from './target.ts'

export const createRelatedItem = write('CreateRelatedItem', {
  ownRetries: true,
  checks: ({ input, arns }, domain) => {
    const action = 'cases:CreateRelatedItem'
    const keys = { 'cases:RelatedItemType': input.type, ...userKeys(input) }
    return [
      { action, resource: arns.case(input.caseId), keys, stored: 'case' },
      { action, resource: arns.domain, keys, tags: domain?.tags },
      { action, resource: arns.anyRelatedItem(input.caseId), keys },
      ...performer.checks(input),
      ...targetChecks(targetOf(input.type, input.content), arns),
    ]
  },
  load: (call) => {
    const { type, content, caseId } = call.input
    const place = { scope: call.domain.scope, caseId }
    return {
      case: query('caseById', place),
      ...firstTry(place, call.invocation, call.now),
      ...targetPlan(place, type, targetOf(type, content)),
      ...performer.plan(call),
    }
  },
  stored: (rows) => ({
    case: attributesOfCase(rows.case),
    ...targetAttributes(rows),
    ...performer.attributes(rows),
  }),
  ...itemElsewhere,
  decide: (call, rows, told: Told | undefined) => {
    const { input, domain, quotas } = call
    const { case: row } = rows
    if (row === undefined) throw notFound('Case', input.caseId)
    const made = madeBefore(rows)
    if (made !== undefined) return { output: itemNames(call, made), changes: [] }
    performer.requireKnown(call, rows, told)
    const now = timeIn(row, call.now)
    requireMember(input.type, input.content)
    const { existing, contact = told?.contact, file, linkedCase } = found(rows)
    if (existing !== undefined) return { output: itemNames(call, existing.id), changes: [] }
    const context = { domain, case: row, now, quotas, contact, file, linkedCase }
    const content = newContent(input.type, input.content, context)
    requireRoom(row, input.type, quotas)
    const reference = targetOf(input.type, input.content)?.reference
    const item: RelatedItemRow = {
      scope: domain.scope,
      id: call.newId(),
      caseId: row.id,
      type: input.type,
      associatedAt: now,
      content,
      ...(reference === undefined ? {} : { reference }),
      ...(input.performedBy === undefined ? {} : { performedBy: input.performedBy }),
      createdBy: authorOf(call, input),
      tags: {},
      ...(call.invocation === undefined ? {} : { invocation: call.invocation }),
    }
    const changes = addItem(journalContext(call, input), { domain, case: row }, item)
    return { output: itemNames(call, item.id), changes }
  },
})
