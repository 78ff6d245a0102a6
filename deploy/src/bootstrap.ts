/** What `npm run demo` and `npm test` do once Node 24 runs: system packages, then the work. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ENGINE_PACKAGES, EXAMPLE_PACKAGES, installMissing, say } from './system-packages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  demo: ['deploy/src/demo/main.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
}

const [command = '', ...args] = process.argv.slice(2)
const script = SCRIPTS[command]
if (script === undefined) {
  say(`unknown command '${command}': one of ${Object.keys(SCRIPTS).join(', ')}`)
  process.exit(2)
}
try {
  await installMissing([...ENGINE_PACKAGES, ...EXAMPLE_PACKAGES])
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

const child = spawn(process.execPath, [...script, ...args], { cwd: root, stdio: 'inherit' })
// A terminal sends Ctrl-C to the whole group; a supervisor sends it to this process alone.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.once('exit', (code) => (process.exitCode = code ?? 1))
