// What a write touches, as keys: writes that touch nothing in common are loaded, decided and written together; one
// that has a key in common with another waits until that one is written.
import type { Change, Plan, QueryName } from '../contract.ts'
import { isConfigChange } from './config-changes.ts'
import { referenceNumber } from './reference-numbers.ts'

/** The cases that a plan looks at; undefined if it cannot be told, and it must be alone. */
export const casesOf = (plan: Plan): readonly string[] | undefined => {
  const cases = new Set<string>()
  for (const { query, takes } of Object.values(plan)) {
    switch (query) {
      case 'caseById':
      case 'relatedItemById':
      case 'relatedItemByReference':
      case 'itemMadeBy':
      case 'slasOfCase':
      case 'auditEvents':
      case 'attachmentCount':
        cases.add(takes.caseId)
        break
      case 'casesByIds':
        for (const caseId of takes.caseIds) cases.add(caseId)
        break
      // Which key is free is asked again by the change that takes it.
      case 'tokenByKey':
      case 'freeReferenceNumber':
      case 'contactByArn':
      case 'fileByArn':
      case 'fileByBlob':
      case 'fileById':
      case 'filesByArns':
      case 'attachedFilesConfigurations':
      case 'connectInstance':
      case 'ruleFiring':
      case 'timedMarks':
      case 'connectResource':
      case 'connectResourceByName':
        break
      default:
        return undefined
    }
  }
  return [...cases]
}

/** Whether a plan or change is one that no other write may go on beside. */
export const isExclusive = (plan: Plan, changes: readonly Change[]): boolean =>
  Object.values(plan).some(({ query }) => exclusiveQueries.has(query)) || changes.some(isOfAccount)

/** What is counted, or read and put back, with nothing else that would be locked. */
const exclusiveQueries: ReadonlySet<QueryName> = new Set([
  'accessKeys',
  'activeContacts',
  'connectInstances',
  'consumers',
])

const isOfAccount = (change: Change): boolean =>
  isConfigChange(change) ||
  change.change === 'accessKey.put' ||
  change.change === 'accessKey.delete' ||
  change.change === 'connectInstance.put' ||
  change.change === 'connectResource.put' ||
  change.change === 'connectResource.delete'

/** What a change writes. Rows that are only appended touch nothing but their case. */
export const written = (change: Change): readonly string[] => {
  switch (change.change) {
    case 'case.insert':
    case 'case.delete':
      return [`case ${change.row.id}`, ...numberKey(change.row)]
    case 'case.update':
      return [`case ${change.after.id}`, ...numberKey(change.after)]
    case 'relatedItem.insert':
    case 'relatedItem.delete':
      return itemKeys(change.row)
    case 'relatedItem.update':
      return itemKeys(change.after)
    case 'unlinking.put':
    case 'unlinking.delete':
      return [`unlinking ${change.row.caseId}`]
    case 'ruleFiring.put':
    case 'ruleFiring.delete':
      return [`firing ${change.row.id}`]
    case 'timedMark.put':
      return [`mark ${change.row.caseId} ${change.row.ruleId}`]
    case 'token.put':
      return [`token ${change.row.key}`]
    case 'contact.put':
      return [`contact ${change.row.arn}`]
    case 'attachedFilesConfiguration.put':
      return [`attached files ${change.row.instanceId} ${change.row.scope}`]
    case 'file.put':
    case 'file.delete':
      return [`file ${change.row.arn}`]
    case 'connectInstance.put':
      return [`instance ${change.row.id}`]
    case 'connectResource.put':
    case 'connectResource.delete':
      return [`resource ${change.row.instanceId} ${change.row.kind} ${change.row.id}`]
    default:
      return []
  }
}

const numberKey = (row: Parameters<typeof referenceNumber>[0]): string[] => {
  const number = referenceNumber(row)
  return number === undefined ? [] : [`number ${row.scope} ${number}`]
}

type Item = Extract<Change, { change: 'relatedItem.insert' }>['row']

const itemKeys = ({ caseId, id, type, reference }: Item): string[] => [
  `item ${caseId} ${id}`,
  ...(reference === undefined ? [] : [`reference ${caseId} ${type} ${reference}`]),
]
