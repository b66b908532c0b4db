// The table of all operations. An operation without a handler does not compile.
import type { OperationName } from '../model/index.ts'
import { getCaseEventConfiguration } from './case-events/getCaseEventConfiguration.ts'
import { putCaseEventConfiguration } from './case-events/putCaseEventConfiguration.ts'
import { batchGetCaseRule } from './case-rules/batchGetCaseRule.ts'
import { createCaseRule } from './case-rules/createCaseRule.ts'
import { deleteCaseRule } from './case-rules/deleteCaseRule.ts'
import { listCaseRules } from './case-rules/listCaseRules.ts'
import { updateCaseRule } from './case-rules/updateCaseRule.ts'
import { createCase } from './cases/createCase.ts'
import { deleteCase } from './cases/deleteCase.ts'
import { getCase } from './cases/getCase.ts'
import { getCaseAuditEvents } from './cases/getCaseAuditEvents.ts'
import { listCasesForContact } from './cases/listCasesForContact.ts'
import { searchCases } from './cases/searchCases.ts'
import { updateCase } from './cases/updateCase.ts'
import { batchGetAttachedFileMetadata } from './connect/attached-files/batchGetAttachedFileMetadata.ts'
import { completeAttachedFileUpload } from './connect/attached-files/completeAttachedFileUpload.ts'
import { deleteAttachedFile } from './connect/attached-files/deleteAttachedFile.ts'
import { getAttachedFile } from './connect/attached-files/getAttachedFile.ts'
import { startAttachedFileUpload } from './connect/attached-files/startAttachedFileUpload.ts'
import { describeAttachedFilesConfiguration } from './connect/attached-files-configurations/describeAttachedFilesConfiguration.ts'
import { listAttachedFilesConfigurations } from './connect/attached-files-configurations/listAttachedFilesConfigurations.ts'
import { updateAttachedFilesConfiguration } from './connect/attached-files-configurations/updateAttachedFilesConfiguration.ts'
import { createContact } from './connect/contacts/createContact.ts'
import { describeContact } from './connect/contacts/describeContact.ts'
import { searchContacts } from './connect/contacts/searchContacts.ts'
import { startTaskContact } from './connect/contacts/startTaskContact.ts'
import { stopContact } from './connect/contacts/stopContact.ts'
import { updateContact } from './connect/contacts/updateContact.ts'
import { createInstance } from './connect/instances/createInstance.ts'
import { describeInstance } from './connect/instances/describeInstance.ts'
import { listInstances } from './connect/instances/listInstances.ts'
import { createIntegrationAssociation } from './connect/integration-associations/createIntegrationAssociation.ts'
import { deleteIntegrationAssociation } from './connect/integration-associations/deleteIntegrationAssociation.ts'
import { listIntegrationAssociations } from './connect/integration-associations/listIntegrationAssociations.ts'
import { createQueue } from './connect/queues/createQueue.ts'
import { describeQueue } from './connect/queues/describeQueue.ts'
import { listQueues } from './connect/queues/listQueues.ts'
import { createRule } from './connect/rules/createRule.ts'
import { deleteRule } from './connect/rules/deleteRule.ts'
import { describeRule } from './connect/rules/describeRule.ts'
import { listRules } from './connect/rules/listRules.ts'
import { updateRule } from './connect/rules/updateRule.ts'
import { createUser } from './connect/users/createUser.ts'
import { describeUser } from './connect/users/describeUser.ts'
import { listUsers } from './connect/users/listUsers.ts'
import { searchUsers } from './connect/users/searchUsers.ts'
import { putContact } from './directory/putContact.ts'
import { putFile } from './directory/putFile.ts'
import { createDomain } from './domains/createDomain.ts'
import { deleteDomain } from './domains/deleteDomain.ts'
import { getDomain } from './domains/getDomain.ts'
import { listDomains } from './domains/listDomains.ts'
import { getEvents } from './events/getEvents.ts'
import { getMetrics } from './events/getMetrics.ts'
import { batchGetField } from './fields/batchGetField.ts'
import { batchPutFieldOptions } from './fields/batchPutFieldOptions.ts'
import { createField } from './fields/createField.ts'
import { deleteField } from './fields/deleteField.ts'
import { listFieldOptions } from './fields/listFieldOptions.ts'
import { listFields } from './fields/listFields.ts'
import { updateField } from './fields/updateField.ts'
import { createLayout } from './layouts/createLayout.ts'
import { deleteLayout } from './layouts/deleteLayout.ts'
import { getLayout } from './layouts/getLayout.ts'
import { listLayouts } from './layouts/listLayouts.ts'
import { updateLayout } from './layouts/updateLayout.ts'
import type { Handler } from './operation.ts'
import { createRelatedItem } from './related-items/createRelatedItem.ts'
import { deleteRelatedItem } from './related-items/deleteRelatedItem.ts'
import { searchAllRelatedItems } from './related-items/searchAllRelatedItems.ts'
import { searchRelatedItems } from './related-items/searchRelatedItems.ts'
import { updateRelatedItem } from './related-items/updateRelatedItem.ts'
import { deleteTimedRule } from './rules/deleteTimedRule.ts'
import { listTimedRules } from './rules/listTimedRules.ts'
import { putTimedRule } from './rules/putTimedRule.ts'
import { listTagsForResource } from './tags/listTagsForResource.ts'
import { tagResource } from './tags/tagResource.ts'
import { untagResource } from './tags/untagResource.ts'
import { createTemplate } from './templates/createTemplate.ts'
import { deleteTemplate } from './templates/deleteTemplate.ts'
import { getTemplate } from './templates/getTemplate.ts'
import { listTemplates } from './templates/listTemplates.ts'
import { updateTemplate } from './templates/updateTemplate.ts'
import { deleteFaults } from './test-tools/deleteFaults.ts'
import { listFaults } from './test-tools/listFaults.ts'
import { putFault } from './test-tools/putFault.ts'
import { reset } from './test-tools/reset.ts'
import { setClock } from './test-tools/setClock.ts'

export const handlers: Readonly<Record<OperationName, Handler>> = {
  CreateDomain: createDomain,
  GetDomain: getDomain,
  ListDomains: listDomains,
  DeleteDomain: deleteDomain,
  GetCaseEventConfiguration: getCaseEventConfiguration,
  PutCaseEventConfiguration: putCaseEventConfiguration,
  CreateField: createField,
  UpdateField: updateField,
  DeleteField: deleteField,
  BatchGetField: batchGetField,
  ListFields: listFields,
  BatchPutFieldOptions: batchPutFieldOptions,
  ListFieldOptions: listFieldOptions,
  CreateLayout: createLayout,
  UpdateLayout: updateLayout,
  DeleteLayout: deleteLayout,
  GetLayout: getLayout,
  ListLayouts: listLayouts,
  CreateTemplate: createTemplate,
  UpdateTemplate: updateTemplate,
  DeleteTemplate: deleteTemplate,
  GetTemplate: getTemplate,
  ListTemplates: listTemplates,
  CreateCaseRule: createCaseRule,
  UpdateCaseRule: updateCaseRule,
  DeleteCaseRule: deleteCaseRule,
  BatchGetCaseRule: batchGetCaseRule,
  ListCaseRules: listCaseRules,
  CreateCase: createCase,
  UpdateCase: updateCase,
  DeleteCase: deleteCase,
  GetCase: getCase,
  SearchCases: searchCases,
  ListCasesForContact: listCasesForContact,
  GetCaseAuditEvents: getCaseAuditEvents,
  CreateRelatedItem: createRelatedItem,
  UpdateRelatedItem: updateRelatedItem,
  DeleteRelatedItem: deleteRelatedItem,
  SearchRelatedItems: searchRelatedItems,
  SearchAllRelatedItems: searchAllRelatedItems,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
  GetEvents: getEvents,
  GetMetrics: getMetrics,
  PutContact: putContact,
  PutFile: putFile,
  PutTimedRule: putTimedRule,
  ListTimedRules: listTimedRules,
  DeleteTimedRule: deleteTimedRule,
  CreateInstance: createInstance,
  DescribeInstance: describeInstance,
  ListInstances: listInstances,
  CreateIntegrationAssociation: createIntegrationAssociation,
  ListIntegrationAssociations: listIntegrationAssociations,
  DeleteIntegrationAssociation: deleteIntegrationAssociation,
  CreateUser: createUser,
  DescribeUser: describeUser,
  ListUsers: listUsers,
  SearchUsers: searchUsers,
  CreateQueue: createQueue,
  DescribeQueue: describeQueue,
  ListQueues: listQueues,
  StartAttachedFileUpload: startAttachedFileUpload,
  CompleteAttachedFileUpload: completeAttachedFileUpload,
  GetAttachedFile: getAttachedFile,
  BatchGetAttachedFileMetadata: batchGetAttachedFileMetadata,
  DeleteAttachedFile: deleteAttachedFile,
  DescribeAttachedFilesConfiguration: describeAttachedFilesConfiguration,
  ListAttachedFilesConfigurations: listAttachedFilesConfigurations,
  UpdateAttachedFilesConfiguration: updateAttachedFilesConfiguration,
  CreateContact: createContact,
  StartTaskContact: startTaskContact,
  DescribeContact: describeContact,
  UpdateContact: updateContact,
  StopContact: stopContact,
  SearchContacts: searchContacts,
  CreateRule: createRule,
  UpdateRule: updateRule,
  DescribeRule: describeRule,
  ListRules: listRules,
  DeleteRule: deleteRule,
  DeleteFaults: deleteFaults,
  ListFaults: listFaults,
  PutFault: putFault,
  Reset: reset,
  SetClock: setClock,
}
