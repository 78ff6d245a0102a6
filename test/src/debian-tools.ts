import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TOOLS = fileURLToPath(new URL('../../.crosspanel/tools', import.meta.url))

/**
 * A program of a Debian package: the machine's own, or one that is unpacked beside the checkout.
 * Installing the package would start its server. Says in one line why when neither can be had.
 */
export async function findTool(
  name: string,
  from: { readonly debianPackage: string; readonly path: string },
): Promise<string | undefined> {
  const { debianPackage, path } = from
  const installed = await run('sh', ['-c', 'command -v "$1"', 'sh', name]).catch(() => undefined)
  if (installed !== undefined) return installed.stdout.trim()
  const unpacked = join(TOOLS, debianPackage, path)
  if (existsSync(unpacked)) return unpacked
  try {
    await unpack(debianPackage)
    return unpacked
  } catch {
    console.warn(`skipped for want of ${name}: apt cannot download ${debianPackage}`)
    return undefined
  }
}

async function unpack(debianPackage: string): Promise<void> {
  await mkdir(TOOLS, { recursive: true })
  const dir = await mkdtemp(join(TOOLS, 'download-'))
  try {
    await run('apt-get', ['-q', 'download', debianPackage], { cwd: dir })
    const file = (await readdir(dir)).find((one) => one.endsWith('.deb')) ?? ''
    await run('dpkg-deb', ['--extract', join(dir, file), join(dir, 'files')])
    await rename(join(dir, 'files'), join(TOOLS, debianPackage))
  } finally {
    await rm(dir, { recursive: true })
  }
}
