import { spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import type { GenomeBuild } from '@crosspanel/protocol/ids'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import type { BcfToText } from '@crosspanel/protocol/input-check/check-file'
import { DEFAULT_POLICY, type SamplePolicy } from '@crosspanel/protocol/input-check/limits'
import type { InputCheck } from '@crosspanel/protocol/input-check/report'
import type { Finding } from '@crosspanel/protocol/job'
import { createBcfReader } from '../pipeline/input/bcf.ts'
import { createNodeCompression } from '../pipeline/input/compression.ts'
import { CliError, EXIT } from './exit.ts'
import { bytes, note, print, printJson, progressLine } from './output.ts'

export interface CheckOptions {
  readonly build?: string
  readonly json?: boolean
}

const READ_BYTES = 1024 * 1024

export async function check(files: readonly string[], options: CheckOptions): Promise<void> {
  const build = options.build === undefined ? 'GRCh37' : readBuild(options.build)
  const { report } = await inspectFiles(files, build)
  if (options.json) printJson(report)
  else {
    for (const file of report.files) {
      print(
        `${file.name}: ${file.samples} samples, ${file.records} variants, ${file.phased}, build ${file.build}`,
      )
    }
    printFindings(report.findings)
  }
  if (!report.isAcceptable) {
    throw new CliError('the files would be refused', EXIT.preflightRefused)
  }
}

export function readBuild(text: string): GenomeBuild {
  const names: Readonly<Record<string, GenomeBuild>> = {
    hg19: 'GRCh37',
    grch37: 'GRCh37',
    b37: 'GRCh37',
    hg38: 'GRCh38',
    grch38: 'GRCh38',
    b38: 'GRCh38',
  }
  const build = names[text.toLowerCase()]
  if (build === undefined) throw new CliError('--build is GRCh37 or GRCh38', EXIT.usage)
  return build
}

/** The node's own input check, on this machine, before a byte is sent. */
export async function inspectFiles(
  paths: readonly string[],
  build: GenomeBuild,
  policy: SamplePolicy = DEFAULT_POLICY,
): Promise<InputCheck> {
  for (const path of paths) {
    await access(path).catch((error: unknown) => {
      throw new CliError(`${path} cannot be read`, EXIT.usage, { cause: error })
    })
  }
  const line = progressLine()
  const files = paths.map((path) => ({
    name: basename(path),
    open: () =>
      counted(path, (read) => line.show(`Checking ${basename(path)} (${bytes(read)} read)`)),
  }))
  try {
    return await checkInput(files, {
      inflate: createNodeCompression(),
      build,
      policy,
      bcfToText: bcfReader(),
      now: () => performance.now(),
    })
  } finally {
    line.end()
  }
}

/** Findings as a person needs them: what was seen, why it matters, how to mend it. */
export function printFindings(findings: readonly Finding[]): void {
  for (const { severity, file, line, seen, why, fix, count } of findings) {
    const where = [file, line === undefined ? undefined : `line ${line}`].filter(Boolean).join(', ')
    const times = count > 1 ? ` (${count} times)` : ''
    note(`${severity}: ${where === '' ? '' : `${where}: `}${seen}${times}`)
    note(`  ${why}`)
    note(`  ${fix}`)
  }
}

async function* counted(path: string, report: (read: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    read += (chunk as Uint8Array).length
    report(read)
    yield chunk as Uint8Array
  }
}

/** BCF is checked where bcftools is installed; without it the check says so. */
function bcfReader(): BcfToText | undefined {
  const found = spawnSync('sh', ['-c', 'command -v bcftools'], { encoding: 'utf8' })
  const bcftools = found.stdout.trim()
  return bcftools === '' ? undefined : createBcfReader({ bcftools })
}
