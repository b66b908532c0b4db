// Checkpoints the ladder's database off the main thread, as the real server does.
import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

const database = new DatabaseSync(workerData as string)
setInterval(() => database.exec('pragma wal_checkpoint(passive)'), 250)
