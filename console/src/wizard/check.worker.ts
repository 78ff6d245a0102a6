import { createWebCompression } from '@crosspanel/protocol/vcf/web-compression'
import type { CheckAnswer, CheckRequest } from './check-messages.ts'
import { lookAt } from './first-look.ts'
import { checkWhole } from './whole-check.ts'

const inflate = createWebCompression()
const stops = new Map<number, AbortController>()
const answer = (message: CheckAnswer) => globalThis.postMessage(message)

/** Files are read and inflated here, so that the page stays quick. Sample ids never leave the worker. */
globalThis.addEventListener('message', (event: MessageEvent<CheckRequest>) => {
  void handle(event.data)
})

async function handle(request: CheckRequest): Promise<void> {
  if (request.kind === 'stop') return stops.get(request.id)?.abort()
  const { id, files } = request
  const stop = new AbortController()
  stops.set(id, stop)
  try {
    if (request.kind === 'first-look') {
      answer({ id, kind: 'looked', look: await lookAt(files, inflate) })
    } else {
      const onProgress = (bytesRead: number) => answer({ id, kind: 'progress', bytesRead })
      const look = await checkWhole(files, { inflate, signal: stop.signal, onProgress })
      answer({ id, kind: 'checked', look })
    }
  } catch {
    // The check throws for a source alone: the file is gone, or may not be read any more.
    answer({ id, kind: 'unreadable' })
  } finally {
    stops.delete(id)
  }
}
