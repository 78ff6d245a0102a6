import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Everything that the demo writes: beside the sources, so that it can be looked at, and not in git. */
export const DEMO_DIR = fileURLToPath(new URL('../../../.crosspanel/demo', import.meta.url))

/** One demo at a time: a second would remove the first one's data. */
export async function claimDemoDirectory(): Promise<AsyncDisposable> {
  await mkdir(DEMO_DIR, { recursive: true, mode: 0o700 })
  const path = join(DEMO_DIR, 'pid')
  const pid = Number(await readFile(path, 'utf8').catch(() => '0'))
  if (pid > 0 && isDemo(pid, await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))) {
    throw new Error(`a demo runs already (process ${pid}); stop it first`)
  }
  await writeFile(path, String(process.pid))
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
}

function isDemo(pid: number, commandLine: string): boolean {
  return pid !== process.pid && commandLine.includes('demo/main.ts')
}
