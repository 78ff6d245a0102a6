import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes `<parent>/<name>` for one attempt at a piece of work and removes those of earlier attempts:
 * their leases have run out, so nothing that they may still write counts. Only this node's user may
 * look into it.
 */
export async function makeAttemptDir(parent: string, name: string): Promise<string> {
  const dir = join(parent, name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  for (const other of await readdir(parent)) {
    if (other !== name) await rm(join(parent, other), { recursive: true, force: true })
  }
  return dir
}
