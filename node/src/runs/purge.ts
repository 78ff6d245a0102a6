import { because } from '@crosspanel/protocol/causes'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunsDeps } from './deps.ts'
import type { RunLedger } from './ledger.ts'
import { RUNS_DIR, runDirs } from './run-dirs.ts'
import type { RunStore } from './store.ts'

const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface PurgeDeps extends Pick<RunsDeps, 'config' | 'hints' | 'log'> {
  readonly store: RunStore
  readonly ledger: RunLedger
}

/** Destroys what runs leave on the disk. */
export function createPurge({ config, hints, log, store, ledger }: PurgeDeps) {
  async function listRunDirs(): Promise<string[]> {
    try {
      const names = await readdir(join(config.dataDir, RUNS_DIR))
      return names.filter((name) => RUN_ID.test(name))
    } catch {
      return []
    }
  }

  return {
    /** Destroys the files of runs that ended, and says so. */
    async purge(): Promise<void> {
      for (const run of await store.listPurgeable()) {
        try {
          await rm(runDirs(config.dataDir, run.id).root, { recursive: true, force: true })
        } catch (err) {
          log.error({ err, run: run.id }, 'the files of a run could not be destroyed')
          continue
        }
        await store.transaction((tx) =>
          ledger.move(tx, {
            run,
            to: 'purged',
            by: 'host',
            actor: 'node',
            ...because('destroyed'),
            set: { leaseUntil: null, worker: null },
          }),
        )
        hints.wake('outbox')
      }
    },

    /**
     * Removes what came too late for that: the last chunk of an upload that was under way, what a
     * worker wrote that had been stopped for longer than its lease, the plaintext of one that was
     * killed after its results were announced.
     */
    async sweep(): Promise<void> {
      const ids = await listRunDirs()
      const states = await store.listStates(ids)
      for (const id of ids) {
        const { root, work } = runDirs(config.dataDir, id)
        const state = states.get(id)
        if (state === undefined || state === 'purged') {
          await rm(root, { recursive: true, force: true })
        } else if (state === 'ready') {
          await rm(work, { recursive: true, force: true })
        }
      }
    },
  }
}
