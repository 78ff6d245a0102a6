import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasJobEnded } from '@crosspanel/protocol/states'
import type { DriverStore } from './driver-store.ts'
import type { JobRow } from './schema.ts'

export type WorkDirs = ReturnType<typeof createWorkDirs>
const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Place = 'outgoing' | 'incoming'

/** Where ciphertext waits on its way out and in: `<dataDir>/outgoing|incoming/<job>/<epoch>`. */
export function createWorkDirs(dataDir: string, driverStore: DriverStore) {
  const pathOf = (place: Place, job: Pick<JobRow, 'id' | 'epoch'>) =>
    join(dataDir, place, job.id, String(job.epoch))

  async function listIds(place: Place): Promise<string[]> {
    try {
      return (await readdir(join(dataDir, place))).filter((name) => JOB_ID.test(name))
    } catch {
      return []
    }
  }

  return {
    pathOf,

    /** Makes the directory; only this node's user may look into it. */
    async make(place: Place, job: Pick<JobRow, 'id' | 'epoch'>): Promise<string> {
      const dir = pathOf(place, job)
      await mkdir(dir, { recursive: true, mode: 0o700 })
      return dir
    },

    /** Removes what no job needs any more: of jobs that ended, and of earlier epochs. */
    async sweep(): Promise<void> {
      for (const place of ['outgoing', 'incoming'] as const) {
        const ids = await listIds(place)
        const known = new Map((await driverStore.listStates(ids)).map((job) => [job.id, job]))
        for (const id of ids) {
          const job = known.get(id)
          if (job === undefined || hasJobEnded(job.state)) {
            await rm(join(dataDir, place, id), { recursive: true, force: true })
            continue
          }
          for (const epoch of await readdir(join(dataDir, place, id))) {
            if (Number(epoch) >= job.epoch) continue
            await rm(join(dataDir, place, id, epoch), { recursive: true, force: true })
          }
        }
      }
    },
  }
}
