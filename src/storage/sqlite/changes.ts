// The table of all changes, on the writer's connection. A missing change does not compile.
import type { Configs } from '../../domain/domain-config.ts'
import type { ConfigChange } from '../config-kinds.ts'
import type { Change } from '../contract.ts'
import { accountChanges } from './account.ts'
import { caseChanges } from './cases.ts'
import { configChanges } from './configs.ts'
import { connectChanges } from './connect.ts'
import type { Connection } from './connection.ts'
import { contactChanges } from './contacts.ts'
import { restoreOutgoing } from './copying.ts'
import { fileChanges } from './files.ts'
import { journalChanges } from './journal.ts'
import { outgoingChanges } from './outgoing.ts'
import { relatedItemChanges } from './related-items.ts'
import { ruleFiringChanges } from './rule-firings.ts'
import { unlinkingChanges } from './unlinkings.ts'

/** Applies a change and answers with the configuration after it: the same object unless it changed. */
export type Apply = (configs: Configs, change: Change) => Configs

type RowChange = Exclude<Change, ConfigChange>
type Table = {
  readonly [N in RowChange['change']]: (
    change: Extract<RowChange, { change: N }>,
    configs: Configs,
  ) => void
}

export const changesOn = (connection: Connection): Apply => {
  const table = rowChanges(connection)
  const config = configChanges(connection)
  const isOfRow = (change: Change): change is RowChange => change.change in table
  return (configs, change) => {
    if (!isOfRow(change)) return config(configs, change)
    // Pairs a change with its own arm, which the type of `Table` has already done.
    table[change.change](change as never, configs)
    return configs
  }
}

const rowChanges = (connection: Connection): Table => {
  const cases = caseChanges(connection)
  const items = relatedItemChanges(connection)
  const journal = journalChanges(connection)
  const account = accountChanges(connection)
  const files = fileChanges(connection)
  const unlinking = unlinkingChanges(connection)
  const firing = ruleFiringChanges(connection)
  const connect = connectChanges(connection)
  const contacts = contactChanges(connection)
  return {
    'case.insert': ({ row }, configs) => cases.insert(row, configs),
    'case.update': ({ before, after }, configs) => cases.update(before, after, configs),
    'case.delete': ({ row }) => cases.remove(row),
    'relatedItem.insert': ({ row }, configs) => items.insert(row, configs),
    'relatedItem.update': ({ before, after }, configs) => items.update(before, after, configs),
    'relatedItem.delete': ({ row }) => items.remove(row),
    'unlinking.put': ({ row }) => unlinking.put(row),
    'unlinking.delete': ({ row }) => unlinking.remove(row),
    'ruleFiring.put': ({ row }) => firing.put(row),
    'ruleFiring.delete': ({ row }) => firing.remove(row),
    'timedMark.put': ({ row }) => firing.mark(row),
    'audit.append': ({ row }) => journal.audit(row),
    'outbox.append': ({ row }) => journal.outbox(row),
    ...outgoingChanges(connection),
    'outgoing.restore': restoreOutgoing(connection),
    'token.put': ({ row }) => account.token(row),
    'contact.put': ({ row }) => contacts.put(row),
    'connectInstance.put': ({ row }) => connect.instance(row),
    'connectResource.put': ({ row }) => connect.resource(row),
    'connectResource.delete': ({ row }) => connect.removeResource(row),
    'file.put': ({ row }) => files.put(row),
    'file.delete': ({ row }) => files.remove(row),
    'abandonedFile.delete': ({ row }) => files.removeAbandoned(row),
    'attachedFilesConfiguration.put': ({ row }) => files.putConfiguration(row),
    'accessKey.put': ({ row }) => account.accessKey(row),
    'accessKey.delete': ({ id }) => account.removeAccessKey(id),
  }
}
