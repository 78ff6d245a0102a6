import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../../console/dist/', import.meta.url))

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

/** Bytes of compressed script that have to arrive before a page of the built console stands there. */
export async function firstViewBytes(page: string): Promise<number> {
  const text = await readFile(`${DIST}.vite/manifest.json`, 'utf8')
  const manifest = JSON.parse(text) as Readonly<Record<string, Chunk>>
  const files = new Set<string>()
  function add(key: string): void {
    const chunk = manifest[key]
    if (chunk === undefined) throw new Error(`the build has no ${key}`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) add(imported)
  }
  add('index.html')
  add(page)
  const scripts = [...files].filter((file) => file.endsWith('.js'))
  const sizes = await Promise.all(
    scripts.map(async (file) => gzipSync(await readFile(DIST + file)).length),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
