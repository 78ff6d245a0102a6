import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { PipelineOutput } from '../pipeline/job.ts'

const MARKER = 'imputed.json'

const Imputed = z.object({
  outputs: z.array(z.object({ name: z.string(), path: z.string(), bytes: z.int() })),
  summary: z.unknown(),
})

export interface ImputedRun {
  readonly outputs: readonly PipelineOutput[]
  readonly summary: unknown
}

/**
 * Marks a run's outputs as whole, so that a later claim packages them without imputing again. The
 * marker is there only after the outputs are safely on the disk.
 */
export async function keepImputed(
  workDir: string,
  { outputs, summary }: ImputedRun,
): Promise<void> {
  const kept: z.input<typeof Imputed>['outputs'] = []
  for (const { name, path } of outputs) kept.push({ name, path, bytes: await sync(path) })
  const marker = join(workDir, MARKER)
  const handle = await open(`${marker}.tmp`, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify({ outputs: kept, summary }))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${marker}.tmp`, marker)
}

async function sync(path: string): Promise<number> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/** What an earlier claim has imputed, if all of it is still there. */
export async function findImputed(workDir: string): Promise<ImputedRun | undefined> {
  try {
    const { outputs, summary } = Imputed.parse(
      JSON.parse(await readFile(join(workDir, MARKER), 'utf8')),
    )
    const sizes = await Promise.all(outputs.map(async ({ path }) => (await stat(path)).size))
    const isWhole = outputs.every(({ bytes }, index) => sizes[index] === bytes)
    return isWhole ? { outputs, summary } : undefined
  } catch {
    return undefined
  }
}
