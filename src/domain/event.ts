// The outgoing event of a change: the EventBridge envelope that Amazon Connect Cases documents, its content
// fixed at commit.
import { formatInstant } from '../clock.ts'
import { domainArn } from '../ids.ts'
import type { DomainConfig } from './domain-config.ts'
import type { JournalContext, JournalEntry } from './journal.ts'
import type { CaseRow } from './rows.ts'

/** The whole envelope as JSON text. */
export const outgoingEvent = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
  entry: JournalEntry,
): string =>
  JSON.stringify({
    version: '0',
    id: context.newId(),
    'detail-type': 'Amazon Connect Cases Change',
    source: 'aws.cases',
    account: context.location.accountId,
    time: `${formatInstant(context.now).slice(0, 19)}Z`,
    region: context.location.region,
    resources: [domainArn(context.location, domain.id)],
    detail: { version: '0', eventType: entry.type, caseId: row.id },
  })
