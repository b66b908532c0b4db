// SearchCases on SQLite: first the exact count, which tells whether to collect what matches and sort it or to
// walk the order asked for until the page is full; then the keys of the page; then its rows. Runs in a search
// worker, on a read-only connection, all in one snapshot.
import type { SQLInputValue } from 'node:sqlite'
import type { Predicate } from '../../domain/predicate.ts'
import type { CaseSort, Cursor, Queries } from '../contract.ts'
import {
  keysSql,
  nextBreachField,
  nextBreachSql,
  type PredicateScope,
  predicateSql,
  type Sql,
} from '../predicate-sql.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { type Connection, type Statement, statement } from './connection.ts'
import { statementCache } from './statement-cache.ts'

type Takes = Queries['searchCases']['takes']
type Gives = Queries['searchCases']['gives']
