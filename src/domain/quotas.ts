// Every quota of the service with its default: AWS's published ones, and ours where AWS publishes none (tagged
// in docs/behaviour.md). All are adjustable by `OPENCASES_QUOTAS` except where AWS says a quota is not.

export type Quotas = { readonly [Name in keyof typeof defaultQuotas]: number }

export const defaultQuotas = {
  domainsPerAccount: 5,
  fieldsPerDomain: 500,
  optionsPerField: 500,
  layoutsPerDomain: 100,
  templatesPerDomain: 100,
  fieldsPerLayout: 100,
  relatedItemsPerCase: 200,
  filesPerCase: 50,
  slasPerCase: 10,
  fieldsPerCustomItem: 5,
  caseRulesPerDomain: 500,
  /** Over the life of a domain (the operation's own text). */
  deletedLayoutsPerDomain: 100,
  deletedTemplatesPerDomain: 100,
  /** Ours: configuration is held in memory, so what was deleted must have a bound too. */
  deletedFieldsPerDomain: 2000,
  deletedCaseRulesPerDomain: 2000,
  /** Of a FieldOptions rule. AWS has these quotas and does not tell their defaults: the model's, and ours. */
  parentValuesPerRule: 200,
  childValuesPerRule: 10_000,
  /** Parent and child values of all FieldOptions rules: the model lets one of them name 300,200. */
  mappedValuesPerDomain: 200_000,
  tagsPerResource: 50,
  instancesPerAccount: 2,
  usersPerInstance: 500,
  queuesPerInstance: 50,
  activeTasksPerInstance: 2500,
  /** Ours: AWS has quotas for single types of them, which are not here. */
  integrationAssociationsPerInstance: 100,
  rulesPerInstance: 500,
  /** Ours. Each of them searches the domain now and then. */
  timedRulesPerDomain: 50,
} as const
