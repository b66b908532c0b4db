// `opencases --help`, made from the table of settings, so that it cannot miss one.
import { flagOf, variableOf } from '../config.ts'
import { settings } from '../settings.ts'

/** The whole help text. */
export const help = (): string =>
  [
    'opencases COMMAND [--flag VALUE …]',
    '',
    'Commands',
    '  serve                         serve the Amazon Connect Cases API',
    '  keys create --name NAME --policy FILE [--expires 1h] [--json]',
    '                                make an access key that may do what the IAM policy allows',
    '  keys list                     list the access keys',
    '  keys revoke ID                revoke an access key, at once',
    '  events dead [--sink NAME] [--from TIME] [--json]',
    '                                list the events that sinks could not have',
    '  events replay --sink NAME [--from TIME] [--delivered]',
    '                                send them again; or all since TIME, delivered or not',
    '  verify                        check the database and every audit chain',
    '  backup FILE                   write database, server key and credentials to one file',
    '  restore FILE                  fill an empty data folder from a backup',
    '  copy --from PLACE --to PLACE  copy everything; a PLACE is sqlite:FOLDER or postgres://…',
    '  distribute                    spread the tables of an empty database over the machines of Citus',
    '',
    'Settings, as a flag or in the environment (a flag wins)',
    ...Object.entries(settings).flatMap(([name, setting]) => {
      const value = 'value' in setting ? ` ${setting.value}` : ''
      const standard = 'default' in setting && setting.default !== '' ? ` (${setting.default})` : ''
      return [
        `  --${flagOf(name)}${value}`.padEnd(38) + variableOf(name),
        `      ${setting.help}${standard}`,
      ]
    }),
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong usage or settings.',
  ].join('\n')
