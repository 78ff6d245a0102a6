import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { note, print } from '@crosspanel/node/cli/output'
import { byteWords } from '@crosspanel/protocol/byte-words'
import { Command } from 'commander'
import { DEFAULT_NODE_DIR, readNodeHome } from '../node-home.ts'
import { type BugReport, collectBugReport } from './collect.ts'

interface Options {
  readonly dir: string
  readonly output?: string
  readonly log?: string
}

export function bugreportCommand(): Command {
  return new Command('bugreport')
    .description('write what helps to find a fault, without secrets and data of people')
    .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
    .option(
      '-o, --output <file>',
      'file to write (default: crosspanel-bugreport-TIME.json.gz here)',
    )
    .option('--log <file>', 'also the last lines of this log of the node, in part')
    .action(async (options: Options) => {
      const report = await collectBugReport(await readNodeHome(options.dir), options.log)
      const stamp = report.madeAt.replaceAll(/[-:]|\.\d+/g, '')
      const path = resolve(options.output ?? `crosspanel-bugreport-${stamp}.json.gz`)
      const packed = await packReport(report)
      await writeFile(path, packed, { mode: 0o600, flag: 'wx' })
      print(path)
      for (const line of contentsOf(report)) note(line)
      note(`${byteWords(packed.length)}. Read it before you send it: zcat ${path}`)
    })
}

export function packReport(report: BugReport): Promise<Buffer> {
  return promisify(gzip)(`${JSON.stringify(report, undefined, 1)}\n`)
}

/** What is inside, a line for each part. */
function contentsOf({ versions, settings, doctor, health, tables, log }: BugReport): string[] {
  const bad = doctor.filter(({ state }) => state === 'fail' || state === 'warn').length
  const isSet = Object.values(settings).filter((value) => value === 'set').length
  return [
    `versions: Crosspanel ${versions.crosspanel}, Node.js ${versions.node}, ${versions.engines.length} engines`,
    `settings: ${Object.keys(settings).length}, of ${isSet} only that they are set`,
    `doctor: ${doctor.length} findings, ${bad} not well`,
    `health: ${typeof health === 'string' ? 'the node does not answer' : `status ${health.status}`}`,
    `database: ${typeof tables === 'string' ? tables : `sizes of ${tables.length} tables, counts of jobs, runs, files, messages and peers`}`,
    log === undefined
      ? 'log: none (--log FILE adds lines of one)'
      : `log: ${log.lines.length} lines, ${log.unreadable} left out as no lines of the node`,
  ]
}
