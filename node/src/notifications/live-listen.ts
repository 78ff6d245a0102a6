import type { Db } from '../db.ts'
import type { Logger } from '../logger.ts'
import { LIVE_CHANNEL } from './publish.ts'

/**
 * Calls back when a live event was committed somewhere, on a connection of its own that the client
 * makes again when it is lost, calling back then too. Without it events wait for the next poll.
 */
export function onCommittedEvents(db: Db, log: Logger, wake: () => void): () => void {
  const listening = db.$client.listen(LIVE_CHANNEL, wake, wake)
  listening.catch((err: unknown) => log.warn({ err }, 'live events are polled: LISTEN was refused'))
  return () => void listening.then(({ unlisten }) => unlisten()).catch(() => undefined)
}
