import type { Compression, GunzipEnding } from './compression.ts'
import { concatBytes } from './bytes.ts'
import { crc32 } from './crc32.ts'

/**
 * Compression with the streams that browsers have. A browser cannot tell a cut gzip stream from a
 * damaged one, and takes a second gzip member for damage.
 */
export function createWebCompression(): Compression {
  return {
    async inflateRaw(data, maxSizeBytes) {
      const parts: Uint8Array[] = []
      let size = 0
      try {
        for await (const part of through(new DecompressionStream('deflate-raw'), once(data))) {
          size += part.length
          if (size > maxSizeBytes) return undefined
          parts.push(part)
        }
      } catch {
        return undefined
      }
      return concatBytes(parts)
    },
    gunzip,
    crc32,
    async deflateRaw(data) {
      const parts: Uint8Array[] = []
      for await (const part of through(new CompressionStream('deflate-raw'), once(data))) {
        parts.push(part)
      }
      return concatBytes(parts)
    },
  }
}

async function* gunzip(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, GunzipEnding> {
  const failure: { error?: unknown } = {}
  const watched = watch(source, failure)
  try {
    for await (const part of through(new DecompressionStream('gzip'), watched)) yield part
    return 'complete'
  } catch {
    if ('error' in failure) throw failure.error
    return 'damaged'
  }
}

/** Keeps the error of a source, so that it is not taken for damage of the data. */
async function* watch(
  source: AsyncIterable<Uint8Array>,
  failure: { error?: unknown },
): AsyncGenerator<Uint8Array> {
  try {
    yield* source
  } catch (error) {
    failure.error = error
    throw error
  }
}

/** Puts a source through a transform stream, no faster than its reader reads. */
async function* through(
  transform: { readonly readable: unknown; readonly writable: unknown },
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const writer = (transform.writable as WritableStream<Uint8Array>).getWriter()
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader()
  // An error of the transform comes out at its readable end; one of the source is passed on to it.
  const fed = feed(source, writer).catch((error: unknown) => writer.abort(error).catch(ignore))
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(ignore)
    await fed
  }
}

async function feed(
  source: AsyncIterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> {
  for await (const chunk of source) {
    await writer.ready
    await writer.write(chunk)
  }
  await writer.close()
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(data)
}

function ignore(): void {
  // The reader has been told already.
}
