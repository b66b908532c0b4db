// PostgreSQL is held to the contract: one half of it, the other is in `postgres-2.test.ts`.
import { describe } from 'node:test'
import { postgresMissing } from '../support/postgres.ts'
import { postgresPlace } from './postgres-place.ts'
import { registerStorageContract } from './storage.ts'

const missing = postgresMissing()

describe('PostgreSQL', { skip: missing }, () => {
  if (missing === false) registerStorageContract('PostgreSQL', postgresPlace, 0)
})
