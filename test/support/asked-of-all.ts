// What may ask every machine where tables are spread over several, and why. Everything else names one key.
import type { Sent } from './sent-statements.ts'

const byReference = 'what points at a case or a contact lies beside the case that holds it'
const whole = 'a search of a whole domain or instance is over all its rows'
const job = 'done by one server now and then, not by requests'
const fileOfId = 'a file is kept by its ARN; this is asked once an upload or download'
const ofInstance = 'asked once for a contact that is made here, which is rare beside cases'

/** By name of the statement. */
export const askedOfAll: Readonly<Record<string, string>> = {
  cases_for_contact: byReference,
  cases_linking_to: byReference,
  links_to_case: byReference,
  remove_files: 'a deleted case takes its files with it, which are kept by their ARNs',
  attachment_count: 'files are kept by their ARNs; this is asked once an upload',
  file_by_id: fileOfId,
  file_by_blob: fileOfId,
  active_contacts: ofInstance,
  contacts_after: ofInstance,
  contacts_in_range: whole,
  contacts_by_positions: whole,
  search_cases: whole,
  search_all_related_items: whole,
  due_rule_firings: job,
  due_slas: job,
  next_sla_target: job,
  expired_files: job,
  unscanned_files: job,
  outgoing: job,
  outgoing_bounds: job,
  cases_of_gone_domain: job,
  sweep: job,
}

/** What a statement is known by there. */
export const askerOf = ({ name, text }: Sent): string => {
  if (name?.startsWith('sweep_')) return 'sweep'
  if (name !== undefined) return name
  if (/^select (count\(\*\) as count|c\.case_id, .*) from cases as c /s.test(text)) {
    return 'search_cases'
  }
  const ofDomain = /^select x\.\* from .* where r\.domain = \$1 and /s.test(text)
  return ofDomain ? 'search_all_related_items' : text
}
