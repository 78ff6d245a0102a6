import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { relabelVcf } from '@crosspanel/protocol/vcf/relabel'
import { shiftIndex } from '@crosspanel/protocol/vcf/shift-index'
import type { HeaderShift } from '@crosspanel/protocol/vcf/virtual-offset'
import { createNodeCompression } from './input/compression.ts'

const INDEX = /\.(tbi|csi)$/

export interface RelabelRequest {
  readonly dir: string
  /** Names of the result files in `dir`. */
  readonly names: readonly string[]
  /** The researcher's sample ids, in the order of the job-local ones. */
  readonly sampleIds: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Gives the samples of result files their own ids back, in place: VCF files get a new header, the
 * indexes beside them are shifted by what the header grew, and all else stays as it is.
 */
export async function relabelFiles({
  dir,
  names,
  sampleIds,
  signal,
}: RelabelRequest): Promise<void> {
  const compression = createNodeCompression()
  const shifts = new Map<string, HeaderShift>()
  for (const name of names.filter((name) => name.endsWith('.vcf.gz'))) {
    const path = join(dir, name)
    const onShift = (shift: HeaderShift) => shifts.set(name, shift)
    const relabelled = relabelVcf(createReadStream(path), { sampleIds, compression, onShift })
    await replace(path, relabelled, signal)
  }
  for (const name of names.filter((name) => INDEX.test(name))) {
    const shift = shifts.get(name.replace(INDEX, ''))
    if (shift === undefined) continue
    const path = join(dir, name)
    await writeFile(path, await shiftIndex(await readFile(path), shift, compression))
  }
}

async function replace(
  path: string,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const part = `${path}.relabelled`
  try {
    const input = Readable.from(source, { objectMode: false })
    await pipeline(input, createWriteStream(part, { mode: 0o600 }), { signal })
    await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
}
