import { createWebCompression } from '@crosspanel/protocol/vcf/web-compression'
import type { HeaderShift } from '@crosspanel/protocol/vcf/virtual-offset'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { browserCiphers } from '../keys/ciphers.ts'
import { downloadBytes } from './download.ts'
import { openResult, ResultError } from './open-result.ts'
import { createTarget } from './target.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const PROGRESS_BYTES = 4 * 1024 * 1024
const MAX_PAUSE_MS = 15_000

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  postMessage: (message: FromWorker) => void
}

const shifts = new Map<string, HeaderShift>()
const ports = {
  ciphers: browserCiphers,
  compression: createWebCompression(),
  createSha256: () => {
    const hash = sha256.create()
    return {
      update: (bytes: Uint8Array) => void hash.update(bytes),
      digest: () => bytesToHex(hash.digest()),
    }
  },
}

async function* counted(source: AsyncIterable<Uint8Array>, fileId: string) {
  let done = 0
  let told = 0
  for await (const part of source) {
    done += part.length
    if (done - told >= PROGRESS_BYTES) {
      told = done
      scope.postMessage({ kind: 'progress', fileId, done })
    }
    yield part
  }
}

/** One file from the node to the disk, through every check, a piece at a time. */
async function save({ file, place, secretKey, sampleIds }: ToWorker): Promise<FromWorker> {
  const { fileId } = file
  const bytes = downloadBytes(`/api/v1/files/${fileId}/content`, {
    fetch: (url, init) => fetch(url, init),
    pause: (failures) =>
      new Promise((resume) => setTimeout(resume, Math.min(MAX_PAUSE_MS, 500 * 2 ** failures))),
  })
  const plain = openResult(counted(bytes, fileId), { file, secretKey, sampleIds, shifts }, ports)
  const target = await createTarget(file.name, place)
  try {
    for await (const part of plain) await target.write(part)
    return { kind: 'saved', fileId, file: await target.commit() }
  } catch (error) {
    await target.discard()
    return {
      kind: 'failed',
      fileId,
      fault: error instanceof ResultError ? error.fault : 'not-saved',
    }
  }
}

scope.onmessage = ({ data }) => {
  save(data).then(
    (answer) => scope.postMessage(answer),
    () => scope.postMessage({ kind: 'failed', fileId: data.file.fileId, fault: 'not-saved' }),
  )
}
