// The operations of Amazon Connect that are modelled. Those that are built are in `connectOperations`
// (`../index.ts`).
export {
  BatchGetAttachedFileMetadata,
  CompleteAttachedFileUpload,
  DeleteAttachedFile,
  GetAttachedFile,
  StartAttachedFileUpload,
} from './attached-files.ts'
export {
  DescribeAttachedFilesConfiguration,
  ListAttachedFilesConfigurations,
  UpdateAttachedFilesConfiguration,
} from './attached-files-configurations.ts'
export { DescribeContact } from './contact-description.ts'
export { SearchContacts } from './contact-search.ts'
export { CreateContact, StartTaskContact, StopContact, UpdateContact } from './contacts.ts'
export { CreateInstance, DescribeInstance, ListInstances } from './instances.ts'
export {
  CreateIntegrationAssociation,
  DeleteIntegrationAssociation,
  ListIntegrationAssociations,
} from './integration-associations.ts'
export { CreateQueue, DescribeQueue, ListQueues } from './queues.ts'
export { CreateRule, DeleteRule, DescribeRule, ListRules, UpdateRule } from './rules.ts'
export { SearchUsers } from './user-search.ts'
export { CreateUser, DescribeUser, ListUsers } from './users.ts'
