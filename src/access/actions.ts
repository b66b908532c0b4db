// The actions that a policy can name, with the resource types that each is checked on and the
// condition keys that it knows beside the global ones (Service Authorization Reference of Amazon
// Connect Cases).
import { connectActions } from './connect-actions.ts'

export type ResourceType =
  | 'AttachedFile'
  | 'Case'
  | 'CaseRule'
  | 'Contact'
  | 'ContactFlow'
  | 'Domain'
  | 'Field'
  | 'Instance'
  | 'IntegrationAssociation'
  | 'Layout'
  | 'Queue'
  | 'RelatedItem'
  | 'Rule'
  | 'Template'
  | 'User'

export type Action = {
  /** All of them are checked. None: the policy must allow `*`. */
  readonly resources: readonly ResourceType[]
  readonly keys: readonly string[]
}

const action = (resources: readonly ResourceType[], keys: readonly string[] = []): Action => ({
  resources,
  keys: resources.length === 0 ? keys : [...keys, 'aws:ResourceTag/'],
})

const relatedItemKeys = ['cases:RelatedItemType', 'cases:CreatedBy']
const tagging = ['aws:RequestTag/', 'aws:TagKeys']

const casesActions = {
  BatchGetCaseRule: action(['CaseRule', 'Domain']),
  BatchGetField: action(['Domain', 'Field']),
  BatchPutFieldOptions: action(['Domain', 'Field']),
  CreateCase: action(['Case', 'Domain', 'Field', 'Template'], ['connect:UserArn', ...tagging]),
  CreateCaseRule: action(['CaseRule', 'Domain']),
  CreateDomain: action([]),
  CreateField: action(['Domain', 'Field']),
  CreateLayout: action(['Domain', 'Layout']),
  CreateRelatedItem: action(
    ['Case', 'Domain', 'RelatedItem'],
    ['connect:UserArn', ...relatedItemKeys],
  ),
  CreateTemplate: action(['Domain', 'Layout', 'Template']),
  DeleteCase: action(['Case', 'Domain']),
  DeleteCaseRule: action(['CaseRule', 'Domain']),
  DeleteDomain: action(['Domain']),
  DeleteField: action(['Domain', 'Field']),
  DeleteLayout: action(['Domain', 'Layout']),
  DeleteRelatedItem: action(['Case', 'Domain', 'RelatedItem'], relatedItemKeys),
  DeleteTemplate: action(['Domain', 'Template']),
  GetCase: action(['Case', 'Domain', 'Field']),
  GetCaseAuditEvents: action(['Case', 'Domain']),
  GetCaseEventConfiguration: action(['Domain']),
  GetDomain: action(['Domain']),
  GetLayout: action(['Domain', 'Layout']),
  GetTemplate: action(['Domain', 'Template']),
  ListCaseRules: action(['Domain']),
  ListCasesForContact: action(['Domain']),
  ListDomains: action([]),
  ListFieldOptions: action(['Domain', 'Field']),
  ListFields: action(['Domain']),
  ListLayouts: action(['Domain']),
  ListTagsForResource: action([]),
  ListTemplates: action(['Domain']),
  PutCaseEventConfiguration: action(['Domain']),
  SearchAllRelatedItems: action(['Domain']),
  SearchCases: action(['Domain']),
  SearchRelatedItems: action(['Case', 'Domain']),
  // Any one of the resource types, whichever the ARN names.
  TagResource: { resources: [], keys: ['aws:ResourceTag/', ...tagging] },
  UntagResource: { resources: [], keys: ['aws:ResourceTag/', 'aws:TagKeys'] },
  UpdateCase: action(['Case', 'Domain', 'Field'], ['connect:UserArn']),
  UpdateCaseRule: action(['CaseRule', 'Domain']),
  UpdateField: action(['Domain', 'Field']),
  UpdateLayout: action(['Domain', 'Layout']),
  UpdateRelatedItem: action(
    ['Case', 'Domain', 'RelatedItem'],
    ['connect:UserArn', ...relatedItemKeys],
  ),
  UpdateTemplate: action(['Domain', 'Template']),
} as const satisfies Record<string, Action>

const inInstance = ['connect:InstanceId']
const ofContact = [...inInstance, 'connect:Channel', 'connect:ContactAssociationId']
const made = [...inInstance, ...tagging]

/** Those of Amazon Connect that this server asks for (Service Authorization Reference of Amazon Connect). */
const checkedConnectActions: Readonly<Record<string, Action>> = {
  BatchGetAttachedFileMetadata: action(['AttachedFile'], inInstance),
  CompleteAttachedFileUpload: action(['AttachedFile'], inInstance),
  CreateContact: action(['Instance'], [...inInstance, 'connect:ContactInitiationMethod']),
  CreateInstance: { resources: [], keys: tagging },
  CreateIntegrationAssociation: action(['Instance', 'IntegrationAssociation'], made),
  CreateQueue: action(['Queue'], made),
  CreateRule: action(['Rule'], inInstance),
  CreateUser: action(['User'], made),
  DeleteAttachedFile: action(['AttachedFile'], inInstance),
  DeleteIntegrationAssociation: action(['Instance', 'IntegrationAssociation'], inInstance),
  DescribeAttachedFilesConfiguration: action(['Instance'], inInstance),
  DescribeContact: action(['Contact'], ofContact),
  DeleteRule: action(['Rule'], inInstance),
  DescribeInstance: action(['Instance'], inInstance),
  DescribeQueue: action(['Queue'], inInstance),
  DescribeRule: action(['Rule'], inInstance),
  DescribeUser: action(['User'], inInstance),
  GetAttachedFile: action(['AttachedFile'], inInstance),
  GetContactAttributes: action(['Contact'], inInstance),
  ListAttachedFilesConfigurations: action(['Instance'], inInstance),
  ListInstances: { resources: [], keys: [] },
  ListIntegrationAssociations: action(['Instance'], inInstance),
  ListQueues: action(['Queue'], inInstance),
  ListRules: action(['Instance'], inInstance),
  ListUsers: action(['Instance'], inInstance),
  SearchContacts: action(['Instance'], inInstance),
  SearchUsers: action(['Instance'], inInstance),
  StartAttachedFileUpload: action(['AttachedFile'], ['connect:UserArn', ...made]),
  StartTaskContact: action(['ContactFlow'], inInstance),
  StopContact: action(['Contact'], ofContact),
  UpdateAttachedFilesConfiguration: action(['Instance'], inInstance),
  UpdateContact: action(['Contact'], ofContact),
  UpdateRule: action(['Rule'], inInstance),
}

/** Of the tools for tests: on the server as a whole. */
const testActions = ['DeleteFaults', 'ListFaults', 'PutFault', 'Reset', 'SetClock']

/** Every action that this server knows, by its name with prefix. */
export const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ...Object.entries(casesActions).map(([name, each]) => [`cases:${name}`, each] as const),
  ...connectActions.map(
    (name) =>
      [`connect:${name}`, checkedConnectActions[name] ?? { resources: [], keys: [] }] as const,
  ),
  ['opencases:GetEvents', { resources: [], keys: [] }],
  ['opencases:GetMetrics', { resources: [], keys: [] }],
  ['opencases:PutContact', { resources: ['Contact'], keys: [] }],
  ['opencases:PutFile', { resources: ['Case'], keys: [] }],
  ...['DeleteTimedRule', 'ListTimedRules', 'PutTimedRule'].map(
    (name) => [`opencases:${name}`, action(['Domain'])] as const,
  ),
  ...testActions.map((name) => [`opencases:${name}`, { resources: [], keys: [] }] as const),
])

/** Prefixes whose actions are all known: what is not in the table is a mistake. */
export const knownServices: ReadonlySet<string> = new Set(['cases', 'connect', 'opencases'])
