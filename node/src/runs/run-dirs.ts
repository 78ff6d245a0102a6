import { join } from 'node:path'

export interface RunDirs {
  readonly root: string
  /** Ciphertext as it arrives. */
  readonly incoming: string
  /** Plaintext while engines work; gone when the run ends. */
  readonly work: string
  /** Encrypted results. */
  readonly outgoing: string
}

/** Of the data directory; holds a directory for each run. */
export const RUNS_DIR = 'runs'

export function runDirs(dataDir: string, runId: string): RunDirs {
  const root = join(dataDir, RUNS_DIR, runId)
  return {
    root,
    incoming: join(root, 'in'),
    work: join(root, 'work'),
    outgoing: join(root, 'out'),
  }
}
