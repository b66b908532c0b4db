// Writes docs/conformance.md: a row for each operation of the Cases API, whether it is built, which tests call it
// through the official SDK, and how it is known to differ. A test fails when the file is not what this makes.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectOperations, operations } from '../src/model/index.ts'
import type { Operation } from '../src/model/shape.ts'

const root = join(import.meta.dirname, '..')

/** Where a client can notice that this is not AWS. */
const differences: Readonly<Record<string, string>> = {
  BatchGetCaseRule: 'leaves rules unprocessed once those before them name 10,000 values',
  CreateCase:
    'case rules are enforced (AWS tells of its screens only); users of instances elsewhere are not looked up',
  CreateDomain: 'active at once',
  CreateRelatedItem:
    'users of instances elsewhere are not looked up; a file that lies elsewhere is put under `/_opencases/`',
  DeleteCase: 'links of more than 25 other cases are hidden at once, and go by and by',
  DeleteDomain: 'takes a domain with all it holds',
  DeleteRelatedItem: 'refuses a file, as AWS does: DeleteAttachedFile takes its item along',
  GetCase: 'always one page',
  GetCaseAuditEvents: 'names of changed attributes of related items are ours (B-603)',
  ListCasesForContact: 'knows any contact that a case is linked to',
  PutCaseEventConfiguration: 'events go to the sinks of the server, see events.md',
  SearchAllRelatedItems: 'sees every write at once',
  SearchCases: 'sees every write at once, where AWS is eventually consistent',
  SearchRelatedItems: 'sees every write at once',
  UpdateCase:
    'case rules are enforced (AWS tells of its screens only); users of instances elsewhere are not looked up',
  UpdateRelatedItem: 'users of instances elsewhere are not looked up',
}

/** What is built of Amazon Connect and differs from it, or leaves something out. */
const inConnect: Readonly<Record<string, string>> = {
  BatchGetAttachedFileMetadata: 'files of cases only',
  CompleteAttachedFileUpload: 'files of cases only; size and type are checked before the answer',
  DeleteAttachedFile: 'files of cases only; takes the related item along',
  GetAttachedFile: 'files of cases only',
  StartAttachedFileUpload: 'files of cases only; the URL is this server’s, or that of your bucket',
  UpdateAttachedFilesConfiguration:
    'holds for CASE; other scopes are kept, and nothing is attached there',
  CreateContact: 'no flow runs, nothing is routed; VOICE, EMAIL and TASK',
  CreateInstance: 'active at once; makes no service role, no directory and no site to log in to',
  CreateIntegrationAssociation:
    'CASES_DOMAIN, and EVENT, which nothing follows from; no other type',
  CreateQueue: 'hours, flows, quick connects and addresses are kept as given, not looked up',
  CreateRule: 'on cases only; no notifications; names of fields and templates are checked',
  CreateUser: 'profiles and groups are kept as given, not looked up; no password is kept',
  DescribeContact:
    'what routing, telephony and analytics would add is missing; contacts are kept for good, references told by nothing',
  DescribeInstance: 'no service role, access URL or replication',
  DescribeQueue: 'always enabled',
  ListQueues: 'agents have no queues of their own',
  SearchContacts:
    'no transcripts, routing criteria, groups, AI agents or tags; sees every write at once',
  SearchUsers: 'no proficiencies; groups have no groups in them; sees every write at once',
  StartTaskContact: 'no flow runs and nothing is looked up; no attachments',
  StopContact: 'an ended task is answered as if it had been stopped now',
  UpdateContact: 'predefined attributes are not known, so none is refused',
}

/** Built in part only: the difference says which part is missing. */
const partial: ReadonlySet<string> = new Set([
  'BatchGetAttachedFileMetadata',
  'CompleteAttachedFileUpload',
  'CreateContact',
  'CreateInstance',
  'CreateIntegrationAssociation',
  'CreateQueue',
  'CreateRule',
  'CreateUser',
  'DeleteAttachedFile',
  'DescribeContact',
  'DescribeInstance',
  'GetAttachedFile',
  'SearchContacts',
  'SearchUsers',
  'StartAttachedFileUpload',
  'StartTaskContact',
  'UpdateAttachedFilesConfiguration',
])

/** The whole document. */
export const conformance = (): string => {
  const tests = globSync('test/api/*.test.ts', { cwd: root }).map((file) => ({
    file,
    text: readFileSync(join(root, file), 'utf8'),
  }))
  const row = ({ name, method, path }: Operation) => {
    const call = new RegExp(`\\b(${name}Command|${name[0]?.toLowerCase()}${name.slice(1)})\\b`)
    const callers = tests.filter(({ text }) => call.test(text)).length
    const difference = differences[name] ?? inConnect[name] ?? ''
    const state = partial.has(name) ? 'partial' : 'real'
    return `| ${name} | \`${method} ${path}\` | ${state} | ${callers} | ${difference} |`
  }
  const head = [
    '| operation | request | state | test files | known differences |',
    '| --- | --- | --- | --- | --- |',
  ]
  const cases = Object.values(operations)
  return [
    '# Conformance',
    '',
    `All ${cases.length} operations of Amazon Connect Cases (2022-10-03), and what cases need of Amazon Connect.`,
    '_real_: every documented rule that [behaviour.md](behaviour.md) lists for it holds; _partial_: some of it is left',
    'out, as the last column says. The fourth column counts the test files that call the operation through the official',
    'SDK. Generated by `node scripts/conformance.ts`.',
    '',
    ...head,
    ...cases.map(row),
    '',
    '## Amazon Connect (2017-08-08)',
    '',
    'Every other operation of Amazon Connect is answered with UnknownOperationException.',
    '',
    ...head,
    ...Object.values(connectOperations).map(row),
    '',
    '## Known shortcomings',
    '',
    '- The first search after a start, or after options changed, folds the labels of all options: 1 ms for some 500.',
    '- Contact Lens rules send no e-mail (SEND_NOTIFICATION is refused); timed rules start no tasks.',
    '- Of three times what it can do, a server of one process sends away what it cannot do in time, but where requests',
    '  are as cheap as GetCase, sending away costs nearly as much as answering: it then does less than at its best.',
    '- On PostgreSQL: with Citus no faults of single machines tried, and searches by plain SQL; the folder of',
    '  files serves one server (a bucket serves any number); `copy` leaves the bytes of files to you.',
    '',
  ].join('\n')
}

export const conformanceFile = join(root, 'docs', 'conformance.md')

if (import.meta.main) writeFileSync(conformanceFile, conformance())
