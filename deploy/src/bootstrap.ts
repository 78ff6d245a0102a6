/** What `npm run demo`, `npm test` and `npm run bench` do once Node 24 runs: system packages, the console, then the work. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  ENGINE_PACKAGES,
  EXAMPLE_PACKAGES,
  installMissing,
  say,
  TEST_PACKAGES,
} from './system-packages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  demo: ['deploy/src/demo/main.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  bench: ['test/src/bench/main.ts'],
}
const BUILD_CONSOLE = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', 'console']

const [command = '', ...args] = process.argv.slice(2)
const script = SCRIPTS[command]
if (script === undefined) {
  say(`unknown command '${command}': one of ${Object.keys(SCRIPTS).join(', ')}`)
  process.exit(2)
}
try {
  const forTests = command === 'test' ? TEST_PACKAGES : []
  await installMissing([...ENGINE_PACKAGES, ...EXAMPLE_PACKAGES, ...forTests])
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
say('building the console (a few seconds)')
process.exitCode = await run(BUILD_CONSOLE)
if (process.exitCode === 0) process.exitCode = await run([...script, ...args])

/** Runs a script on this Node and hands signals on: a supervisor sends them to this process alone. */
function run(argv: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, argv, { cwd: root, stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, forward)
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, forward)
      resolve(code ?? 1)
    })
  })
}
