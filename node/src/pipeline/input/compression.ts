import { Readable } from 'node:stream'
import { crc32, createGunzip, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Compression, GunzipEnding } from '@crosspanel/protocol/vcf/compression'

const OUTPUT_CHUNK_BYTES = 256 * 1024
/** zlib level 6 is what bgzip uses. */
const DEFLATE_LEVEL = 6

/**
 * Node's zlib for the input check. Blocks are inflated synchronously: a block is at most 64 KiB,
 * and handing it to the thread pool costs more than the work.
 */
export function createNodeCompression(): Compression {
  return {
    inflateRaw(data, maxSizeBytes) {
      try {
        return inflateRawSync(data, { maxOutputLength: maxSizeBytes })
      } catch {
        return undefined
      }
    },
    gunzip,
    crc32: (data) => crc32(data),
    deflateRaw: (data) => deflateRawSync(data, { level: DEFLATE_LEVEL }),
  }
}

async function* gunzip(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, GunzipEnding> {
  const input = Readable.from(source, { objectMode: false })
  const output = createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES })
  let sourceError: Error | undefined
  input.on('error', (error: Error) => {
    sourceError = error
    output.destroy(error)
  })
  input.pipe(output)
  try {
    for await (const chunk of output) yield chunk as Uint8Array
    return 'complete'
  } catch (error) {
    if (sourceError !== undefined) throw sourceError
    return codeOf(error) === 'Z_BUF_ERROR' ? 'truncated' : 'damaged'
  } finally {
    input.destroy()
    output.destroy()
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
