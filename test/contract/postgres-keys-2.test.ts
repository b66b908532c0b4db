// Statements as they are on several machines: the other half of the contract.
import { describe } from 'node:test'
import { postgresMissing } from '../support/postgres.ts'
import { placeInSpreadForm } from './postgres-place.ts'
import { registerStorageContract } from './storage.ts'

const missing = postgresMissing()

describe('statements on several machines', { skip: missing }, () => {
  if (missing === false) registerStorageContract('PostgreSQL in that form', placeInSpreadForm, 1)
})
