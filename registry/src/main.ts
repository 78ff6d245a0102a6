import { once } from 'node:events'
import { readConfig } from './config.ts'
import { startRegistry } from './start.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort()
  })
}
const registry = await startRegistry(readConfig(process.env))
if (!stop.signal.aborted) await once(stop.signal, 'abort')
await registry.close()
