// The other half of the contract on PostgreSQL with its tables spread over machines.
import { describe } from 'node:test'
import { citusMissing } from '../support/postgres.ts'
import { spreadPlace } from './postgres-place.ts'
import { registerStorageContract } from './storage.ts'

const missing = citusMissing()

describe('Citus', { skip: missing }, () => {
  if (missing === false) registerStorageContract('Citus', spreadPlace, 1)
})
