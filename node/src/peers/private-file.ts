import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const OWNER_ONLY_FILE = 0o600
export const OWNER_ONLY_DIRECTORY = 0o700

/**
 * Replaces a file as a whole: after a crash there is the old one or the new one, on disk.
 * Only the owner can read it.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  const temporary = `${path}.${randomUUID()}.new`
  try {
    const file = await open(temporary, 'w', OWNER_ONLY_FILE)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

/** Makes a rename in the directory outlive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** The file's text, or undefined when there is no such file. */
export async function readFileIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Reads a secret; refuses one that others on the machine could have read. */
export async function readSecretFile(directory: string, name: string): Promise<string> {
  const path = join(directory, name)
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) {
    throw new Error(`${path} can be read by others on this machine; make its mode 0600`)
  }
  return readFile(path, 'utf8')
}

export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '')
}
