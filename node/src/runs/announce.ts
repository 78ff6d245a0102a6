import type { Tx } from '../db.ts'
import { publish } from '../notifications/publish.ts'
import type { RunRow } from './schema.ts'

/** Tells the pages of this site's administrators of a run that has just been made or moved. */
export async function announceRun(tx: Tx, run: RunRow): Promise<void> {
  const { id, state, homeSite, panelId, updatedAt } = run
  await publish(tx, {
    topic: 'site-admins',
    type: 'run',
    subject: id,
    data: { state, homeSite, panelId, updatedAt: updatedAt.toISOString() },
  })
}
