// SQLite is held to the contract.
import { sqlitePlace } from './sqlite-place.ts'
import { registerStorageContract } from './storage.ts'

registerStorageContract('SQLite', sqlitePlace)
