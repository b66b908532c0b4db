// SQLite is held to the contract.
import { sqlitePlace } from './sqlite-place.ts'
import { registerStorageContract } from './storage.ts'
import { backupContract } from './upkeep.ts'

registerStorageContract('SQLite', sqlitePlace)
backupContract(sqlitePlace)
