/** Type-checks every workspace with the native compiler, two at a time, and fails when one of them fails. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import PQueue from 'p-queue'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = `${root}node_modules/typescript-native/bin/tsc`
const projects = [
  'protocol/tsconfig.json',
  'protocol/tsconfig.test.json',
  'node/tsconfig.json',
  'registry/tsconfig.json',
  'console/tsconfig.json',
  'deploy/tsconfig.json',
  'test/tsconfig.json',
  'scripts/tsconfig.json',
]
const run = promisify(execFile)
const queue = new PQueue({ concurrency: 2 })

const failed = await queue.addAll(
  projects.map((project) => async () => {
    if (!existsSync(root + project)) throw new Error(`${project} is missing`)
    try {
      await run(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: root })
      return false
    } catch (error) {
      process.stdout.write((error as { stdout: string }).stdout)
      return true
    }
  }),
)
const count = failed.filter(Boolean).length
console.log(`typecheck: ${projects.length - count} projects clean, ${count} with errors`)
if (count > 0) process.exitCode = 1
