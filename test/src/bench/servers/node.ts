/** A whole node in a process of its own, as `crosspanel node start` runs it; settings come from the environment. */
import { pino } from 'pino'
import { readConfig } from '@crosspanel/node/config'
import { startNode } from '@crosspanel/node/start'
import { reportReady, untilStopped } from '../ready.ts'

const { config, secrets } = readConfig(process.env)
const stopped = untilStopped()
await using node = await startNode(config, secrets, { log: pino({ level: 'silent' }) })
reportReady(node.url)
await stopped
