// The tables of all operations: the whole Cases API, what we add to it, and what is built of Amazon Connect.
// Everything else about the wire is derived from them.

import { GetCaseAuditEvents } from './audit-events.ts'
import { GetCaseEventConfiguration, PutCaseEventConfiguration } from './case-events.ts'
import {
  BatchGetCaseRule,
  CreateCaseRule,
  DeleteCaseRule,
  ListCaseRules,
  UpdateCaseRule,
} from './case-rules.ts'
import {
  CreateCase,
  DeleteCase,
  GetCase,
  ListCasesForContact,
  SearchCases,
  UpdateCase,
} from './cases.ts'
import {
  BatchGetAttachedFileMetadata,
  CompleteAttachedFileUpload,
  DeleteAttachedFile,
  GetAttachedFile,
  StartAttachedFileUpload,
} from './connect/attached-files.ts'
import {
  DescribeAttachedFilesConfiguration,
  ListAttachedFilesConfigurations,
  UpdateAttachedFilesConfiguration,
} from './connect/attached-files-configurations.ts'
import { DescribeContact } from './connect/contact-description.ts'
import { SearchContacts } from './connect/contact-search.ts'
import { CreateContact, StartTaskContact, StopContact, UpdateContact } from './connect/contacts.ts'
import { CreateInstance, DescribeInstance, ListInstances } from './connect/instances.ts'
import {
  CreateIntegrationAssociation,
  DeleteIntegrationAssociation,
  ListIntegrationAssociations,
} from './connect/integration-associations.ts'
import { CreateQueue, DescribeQueue, ListQueues } from './connect/queues.ts'
import { CreateRule, DeleteRule, DescribeRule, ListRules, UpdateRule } from './connect/rules.ts'
import { SearchUsers } from './connect/user-search.ts'
import { CreateUser, DescribeUser, ListUsers } from './connect/users.ts'
import { CreateDomain, DeleteDomain, GetDomain, ListDomains } from './domains.ts'
import { GetEvents, GetMetrics } from './events.ts'
import {
  BatchGetField,
  BatchPutFieldOptions,
  CreateField,
  DeleteField,
  ListFieldOptions,
  ListFields,
  UpdateField,
} from './fields.ts'
import { CreateLayout, DeleteLayout, GetLayout, ListLayouts, UpdateLayout } from './layouts.ts'
import { DeleteTimedRule, ListTimedRules, PutContact, PutFile, PutTimedRule } from './opencases.ts'
import {
  CreateRelatedItem,
  DeleteRelatedItem,
  SearchAllRelatedItems,
  SearchRelatedItems,
  UpdateRelatedItem,
} from './related-items.ts'
import type { InputOf, OutputOf } from './shape.ts'
import { ListTagsForResource, TagResource, UntagResource } from './tags.ts'
import {
  CreateTemplate,
  DeleteTemplate,
  GetTemplate,
  ListTemplates,
  UpdateTemplate,
} from './templates.ts'
import { DeleteFaults, ListFaults, PutFault, Reset, SetClock } from './test-tools.ts'

export const operations = {
  BatchGetCaseRule,
  BatchGetField,
  BatchPutFieldOptions,
  CreateCase,
  CreateCaseRule,
  CreateDomain,
  CreateField,
  CreateLayout,
  CreateRelatedItem,
  CreateTemplate,
  DeleteCase,
  DeleteCaseRule,
  DeleteDomain,
  DeleteField,
  DeleteLayout,
  DeleteRelatedItem,
  DeleteTemplate,
  GetCase,
  GetCaseAuditEvents,
  GetCaseEventConfiguration,
  GetDomain,
  GetLayout,
  GetTemplate,
  ListCaseRules,
  ListCasesForContact,
  ListDomains,
  ListFieldOptions,
  ListFields,
  ListLayouts,
  ListTagsForResource,
  ListTemplates,
  PutCaseEventConfiguration,
  SearchAllRelatedItems,
  SearchCases,
  SearchRelatedItems,
  TagResource,
  UntagResource,
  UpdateCase,
  UpdateCaseRule,
  UpdateField,
  UpdateLayout,
  UpdateRelatedItem,
  UpdateTemplate,
} as const

/** What the server speaks beside AWS's operations, under `/_opencases/`. */
export const extensions = {
  DeleteTimedRule,
  GetEvents,
  GetMetrics,
  ListTimedRules,
  PutContact,
  PutFile,
  PutTimedRule,
} as const

/** Those of them that are there only for tests, under a virtual clock. */
export const testTools = { DeleteFaults, ListFaults, PutFault, Reset, SetClock } as const

/** The part of Amazon Connect that cases lean on, as far as it is built. */
export const connectOperations = {
  BatchGetAttachedFileMetadata,
  CompleteAttachedFileUpload,
  CreateContact,
  CreateInstance,
  CreateIntegrationAssociation,
  CreateQueue,
  CreateRule,
  CreateUser,
  DeleteAttachedFile,
  DeleteIntegrationAssociation,
  DescribeAttachedFilesConfiguration,
  DescribeContact,
  DeleteRule,
  DescribeInstance,
  DescribeQueue,
  DescribeRule,
  DescribeUser,
  GetAttachedFile,
  ListAttachedFilesConfigurations,
  ListInstances,
  ListIntegrationAssociations,
  ListQueues,
  ListRules,
  ListUsers,
  SearchContacts,
  SearchUsers,
  StartAttachedFileUpload,
  UpdateAttachedFilesConfiguration,
  StartTaskContact,
  StopContact,
  UpdateContact,
  UpdateRule,
} as const

export const allOperations = {
  ...operations,
  ...extensions,
  ...testTools,
  ...connectOperations,
} as const

export type ConnectOperationName = keyof typeof connectOperations
export type CasesOperationName = keyof typeof operations
export type OperationName = keyof typeof allOperations
export type Input<N extends OperationName> = InputOf<(typeof allOperations)[N]>
export type Output<N extends OperationName> = OutputOf<(typeof allOperations)[N]>
