import { byteWords } from '@crosspanel/protocol/byte-words'
import { spawnSync } from 'node:child_process'
import { constants, createReadStream } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { GenomeBuild } from '@crosspanel/protocol/ids'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import type { BcfToText } from '@crosspanel/protocol/input-check/check-file'
import { DEFAULT_POLICY, type SamplePolicy } from '@crosspanel/protocol/input-check/limits'
import type { InputCheck } from '@crosspanel/protocol/input-check/report'
import type { Finding } from '@crosspanel/protocol/job'
import { createBcfReader } from '../pipeline/input/bcf.ts'
import { createNodeCompression } from '../pipeline/input/compression.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { readBuild } from './build.ts'
import { note, print, printJson, progressLine } from './output.ts'

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

/** The node's own input check, on this machine, before a byte is sent. */
export async function inspectFiles(
  paths: readonly string[],
  build: GenomeBuild,
  policy: SamplePolicy = DEFAULT_POLICY,
): Promise<InputCheck> {
  const sized = []
  for (const path of paths) sized.push({ path, size: await sizeOf(path) })
  const line = progressLine()
  const files = sized.map(({ path, size }) => ({
    name: basename(path),
    open: () =>
      counted(path, size, (done) =>
        line.show(`Checking ${basename(path)} (${byteWords(size)})`, done),
      ),
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

async function sizeOf(path: string): Promise<number> {
  const found = await access(path, constants.R_OK)
    .then(() => stat(path))
    .catch((error: unknown) => {
      throw new CliError(`${path} cannot be read`, EXIT.usage, { cause: error })
    })
  if (!found.isFile()) throw new CliError(`${path} is not a file`, EXIT.usage)
  return found.size
}

async function* counted(
  path: string,
  size: number,
  report: (fraction: number) => void,
): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    read += (chunk as Uint8Array).length
    report(Math.min(read / size, 1))
    yield chunk as Uint8Array
  }
}

/** BCF is checked where bcftools is installed; without it the check says so. */
function bcfReader(): BcfToText | undefined {
  const found = spawnSync('sh', ['-c', 'command -v bcftools'], { encoding: 'utf8' })
  const bcftools = found.stdout.trim()
  return bcftools === '' ? undefined : createBcfReader({ bcftools })
}
