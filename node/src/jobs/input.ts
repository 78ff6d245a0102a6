import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { BcfToText } from '@crosspanel/protocol/input-check/check-file'
import { type ChromosomeSink, prepareInput } from '../pipeline/input/prepare.ts'
import type { JobsDeps } from './deps.ts'

export interface InputPreparerDeps {
  /** The plaintext of a complete upload. */
  readonly openPlain: (fileId: string) => AsyncIterable<Uint8Array>
  /** Without it BCF is refused. */
  readonly bcfToText?: BcfToText | undefined
}

/** Checks uploads and writes them, a chromosome each, as `chr<N>.vcf.gz` into the directory asked for. */
export function createInputPreparer({
  openPlain,
  bcfToText,
}: InputPreparerDeps): JobsDeps['prepareInput'] {
  return async ({ files, build, minSamples, maxSamples, dir, signal }) => {
    const paths = new Map<string, string>()
    const { report, sampleIds, chromosomes } = await prepareInput({
      files: files.map(({ fileId, name }) => ({ name, open: () => openPlain(fileId) })),
      build,
      policy: { minSamples, maxSamples },
      bcfToText,
      signal,
      openSink: (chromosome) => {
        const path = join(dir, `chr${chromosome}.vcf.gz`)
        paths.set(chromosome, path)
        return Promise.resolve(openSink(path))
      },
    })
    const { findings, variants } = report
    if (!report.isAcceptable) return { kind: 'refused', findings }
    return {
      kind: 'prepared',
      findings,
      sampleIds,
      variants,
      files: chromosomes.map(({ chromosome }) => ({
        name: `chr${chromosome}.vcf.gz`,
        path: paths.get(chromosome) ?? '',
      })),
    }
  }
}

function openSink(path: string): ChromosomeSink {
  const file = createWriteStream(path, { mode: 0o600 })
  const done = finished(file)
  done.catch(() => undefined)
  return {
    async write(bytes) {
      if (file.errored) throw file.errored
      if (file.write(bytes)) return
      await Promise.race([
        new Promise<void>((resolve) => file.once('drain', () => resolve())),
        done,
      ])
    },
    async close() {
      file.end()
      await done
    },
  }
}
