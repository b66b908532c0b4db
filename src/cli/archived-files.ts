// What a backup holds beside the database.
import { credentialsFileName } from '../access/credentials-file.ts'
import { keyFileName } from '../access/key-file.ts'

export const archivedFiles: readonly string[] = [keyFileName, credentialsFileName]
