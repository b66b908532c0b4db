// Where the rows of each table lie when Citus spreads the database over machines, and the statements that bring
// them there. A table that is missing here fails a test. Nothing else in the store needs Citus.

/**
 * - `spread`: over all machines by a column that each of its keys has. What has the same `beside` has the rows of
 *   one value of it on the same machine.
 * - `everywhere`: whole on each machine, to be read and joined there; written seldom.
 * - `coordinator`: whole on the one machine that servers connect to: what gives out numbers, turns and places.
 */
export type Placement =
  | { readonly on: 'spread'; readonly by: string; readonly beside: string }
  | { readonly on: 'everywhere' }
  | { readonly on: 'coordinator' }

const spread = (by: string, beside: string): Placement => ({ on: 'spread', by, beside })
const ofCase = spread('case_id', 'cases')
const everywhere: Placement = { on: 'everywhere' }
const coordinator: Placement = { on: 'coordinator' }

export const placements: Readonly<Record<string, Placement>> = {
  cases: ofCase,
  case_tags: ofCase,
  case_values: ofCase,
  case_words: ofCase,
  related_items: ofCase,
  related_item_values: ofCase,
  audit_events: ofCase,
  purges: ofCase,
  outbox: ofCase,
  // They hold the case as text, and only like columns lie beside each other.
  rule_firings: spread('case_id', 'rule_firings'),
  timed_marks: spread('case_id', 'rule_firings'),
  // Unique beyond a case.
  reference_numbers: spread('number', 'reference_numbers'),
  tokens: spread('key', 'tokens'),
  contacts: spread('arn', 'contacts'),
  files: spread('arn', 'files'),
  config_version: everywhere,
  domains: everywhere,
  config_resources: everywhere,
  connect_instances: everywhere,
  connect_resources: everywhere,
  attached_files_configurations: everywhere,
  access_keys: everywhere,
  // Read beside the items of a case; few, as they go by and by.
  unlinkings: everywhere,
  abandoned_files: coordinator,
  commits: coordinator,
  consumers: coordinator,
  leases: coordinator,
  migrations: coordinator,
  outbox_position: coordinator,
  search_changes: coordinator,
  search_horizon: coordinator,
  undelivered: coordinator,
}

/** The column that a table is spread by; undefined if it is whole somewhere. */
export const spreadBy = (table: string): string | undefined => {
  const placement = placements[table]
  return placement?.on === 'spread' ? placement.by : undefined
}

/** What `opencases distribute` runs, in this order; each in the schema of the connection. */
export const distribution = (): readonly string[] =>
  Object.entries(placements).flatMap(([table, placement]) => {
    if (placement.on === 'coordinator') return []
    if (placement.on === 'everywhere') return [`select create_reference_table('${table}')`]
    const { by, beside } = placement
    const group = beside === table ? 'none' : beside
    return [`select create_distributed_table('${table}', '${by}', colocate_with => '${group}')`]
  })
