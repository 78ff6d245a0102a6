import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DIGEST_DIGITS } from './add-panel.ts'
import type { PanelStore } from './store.ts'
import type { PanelTaskStore } from './task-store.ts'

/** A directory is there before its row; one that is younger may still be waiting for it. */
const ORPHAN_AGE_MS = 3_600_000

export interface PanelSweepDeps {
  readonly store: Pick<PanelStore, 'listPublished'>
  readonly tasks: Pick<PanelTaskStore, 'areUnderWay'>
  /** Digests of the panels that runs which have not ended were offered for. */
  readonly digestsInUse: () => Promise<readonly string[]>
  readonly dataDir: string
  readonly now: () => Date
}

/**
 * Removes the directories of replaced and withdrawn panels that no run uses any more, and what a crash
 * left of a panel that was being built. Does nothing while a panel is being built.
 */
export function createPanelSweep(deps: PanelSweepDeps) {
  const { store, tasks, digestsInUse, dataDir, now } = deps

  async function isOld(dir: string): Promise<boolean> {
    // Giving a directory its final name changes its ctime only.
    const { mtimeMs, ctimeMs } = await stat(join(dataDir, dir))
    return now().getTime() - Math.max(mtimeMs, ctimeMs) >= ORPHAN_AGE_MS
  }

  return async function sweep(): Promise<string[]> {
    const dirs = await listPanelDirs(dataDir)
    if (dirs.length === 0 || (await tasks.areUnderWay(now()))) return []
    const published = new Set((await store.listPublished()).map(({ dir }) => dir))
    const used = (await digestsInUse()).map((digest) => `-${digest.slice(0, DIGEST_DIGITS)}`)
    const removed: string[] = []
    for (const dir of dirs) {
      if (published.has(dir) || used.some((end) => dir.endsWith(end))) continue
      if (!(await isOld(dir))) continue
      await rm(join(dataDir, dir), { recursive: true, force: true })
      removed.push(dir)
    }
    return removed
  }
}

/** `panels/<name>/<version>-<digest>` and `panels/<name>/<version>.tmp`, relative to the data directory. */
async function listPanelDirs(dataDir: string): Promise<string[]> {
  const found: string[] = []
  for (const name of await foldersIn(join(dataDir, 'panels'))) {
    const parent = join('panels', name)
    for (const dir of await foldersIn(join(dataDir, parent))) found.push(join(parent, dir))
  }
  return found
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
