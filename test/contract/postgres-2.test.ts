// PostgreSQL is held to the contract: the other half of it.
import { describe } from 'node:test'
import { postgresMissing } from '../support/postgres.ts'
import { postgresPlace } from './postgres-place.ts'
import { registerStorageContract } from './storage.ts'

const missing = postgresMissing()

describe('PostgreSQL', { skip: missing }, () => {
  if (missing === false) registerStorageContract('PostgreSQL', postgresPlace, 1)
})
