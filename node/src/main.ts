/** A node whose servers somebody else has started: everything comes from the environment. */
import { readConfig } from './config.ts'
import { migrateNode } from './db.ts'
import { startNode } from './start.ts'

const { config, secrets } = readConfig(process.env)
await migrateNode(secrets.databaseUrl)
const node = await startNode(config, secrets)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void node[Symbol.asyncDispose]())
}
