// The ARN of a rule: who acts when it does.
import { arnsOf, connectArnsOf, type Location } from '../../ids.ts'
import type { DomainScope } from '../domain-config.ts'
import type { Rule } from './rule.ts'

export const ruleArn = (location: Location, scope: DomainScope, rule: Rule): string =>
  rule.trigger === 'Time'
    ? `${arnsOf(location, scope).domain}/timed-rule/${rule.id}`
    : connectArnsOf(location, rule.instanceId).rule(rule.id)
