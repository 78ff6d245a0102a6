import { mkdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileSha256, valueSha256, writeFileDurably } from './digests.ts'
import type { PipelineJob, PipelinePorts } from './job.ts'
import { controlQuality, type QualityControl } from './quality-control.ts'

export interface QualityControlDirs {
  readonly chunkDir: string
  readonly statisticsDir: string
}

interface Marker {
  readonly key: string
  readonly control: QualityControl
  /** SHA-256 of each chunk's target, in the order of `control.chunks`. */
  readonly targets: readonly string[]
}

const MARKER = 'quality-control.json'
/** Changes with the fields of `QualityControl`, since what an earlier release left behind lacks some. */
const CONTENTS = 2

/** Takes over the quality control of an earlier attempt when it is of the same input and whole, or does it. */
export async function takeOverOrControl(
  job: PipelineJob,
  ports: Pick<PipelinePorts, 'engines' | 'signal'>,
  dirs: QualityControlDirs,
): Promise<QualityControl> {
  const path = join(job.workDir, MARKER)
  const key = valueSha256({
    contents: CONTENTS,
    inputs: await Promise.all(job.inputs.map(fileSha256)),
    panel: job.panel.digest,
    policy: job.panel.policy,
    population: job.parameters.population ?? null,
  })
  const earlier = await findEarlier(path, key, dirs)
  if (earlier !== undefined) return earlier

  for (const dir of [dirs.chunkDir, dirs.statisticsDir]) {
    await rm(dir, { recursive: true, force: true })
    await mkdir(dir, { recursive: true })
  }
  const control = await controlQuality(job, ports, dirs)
  const targets = await Promise.all(control.chunks.map(({ target }) => fileSha256(target)))
  await writeFileDurably(path, JSON.stringify({ key, control, targets } satisfies Marker))
  return control
}

async function findEarlier(
  path: string,
  key: string,
  { chunkDir }: QualityControlDirs,
): Promise<QualityControl | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // Written by `takeOverOrControl` alone and renamed into place whole, so its shape is known.
  const marker = JSON.parse(text) as Marker
  if (marker.key !== key) return undefined
  const chunks = marker.control.chunks.map((chunk) => ({
    ...chunk,
    target: join(chunkDir, basename(chunk.target)),
  }))
  for (const [index, { target }] of chunks.entries()) {
    const digest = await fileSha256(target).catch(() => undefined)
    if (digest !== marker.targets[index]) return undefined
  }
  return { ...marker.control, chunks }
}
