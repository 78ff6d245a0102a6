import { open } from 'node:fs/promises'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import type { Problem } from '@crosspanel/protocol/problem'
import { readChunk } from './chunk-file.ts'
import type { HttpResponse } from './http-client.ts'
import type { PeerClient } from './peer-client.ts'
import type { PeerReply } from './ports.ts'
import { OFFSET_HEADER, VERIFIED_HEADER } from './transfer-routes.ts'

/** How often in a row the peer may correct us before that is its answer. */
const CORRECTIONS_MAX = 3

export interface PushDeps {
  readonly client: PeerClient
  /** Deadline of one chunk. */
  readonly timeoutMs: number
}
interface Push {
  readonly to: SiteId
  readonly uploadId: string
  readonly file: TransferFile
  readonly path: string
  readonly signal: AbortSignal
}
interface Position {
  readonly offset: number
  readonly isVerified: boolean
}

/** Sends a file chunk by chunk from where the peer says that it stands, until the peer has verified all of it. */
export async function pushFile(
  { client, timeoutMs }: PushDeps,
  push: Push,
): Promise<PeerReply<void>> {
  const { to, file, signal } = push
  const path = `/peer/v1/uploads/${push.uploadId}`

  async function ask(): Promise<PeerReply<Position>> {
    return positionIn(await client.call(to, { method: 'HEAD', path, signal }), file)
  }

  await using handle = await open(push.path, 'r')
  let reply = await ask()
  let corrections = 0
  while (reply.kind === 'answered' && !reply.value.isVerified) {
    const { offset } = reply.value
    const isAtEnd = offset === file.size
    const body = isAtEnd ? new Uint8Array() : await readChunk(handle, file, offset / file.chunkSize)
    const headers = {
      'content-type': 'application/offset+octet-stream',
      [OFFSET_HEADER]: String(offset),
    }
    const sent = await client.call(to, { method: 'PATCH', path, headers, body, timeoutMs, signal })
    if (sent.kind === 'refused' && isCorrection(sent.problem) && corrections < CORRECTIONS_MAX) {
      corrections += 1
      reply = await ask()
      continue
    }
    reply = positionIn(sent, file)
    if (reply.kind !== 'answered' || reply.value.isVerified) continue
    if (isAtEnd)
      return { kind: 'unreachable', detail: 'took all of the file and did not verify it' }
    corrections = 0
  }
  return reply.kind === 'answered' ? { kind: 'answered', value: undefined } : reply
}

function isCorrection({ code }: Problem): boolean {
  return code === 'offset-mismatch' || code === 'checksum-mismatch'
}

/** Offsets that are no border of chunks are not an answer: the next chunk could not be told from them. */
function positionIn(reply: PeerReply<HttpResponse>, file: TransferFile): PeerReply<Position> {
  if (reply.kind !== 'answered') return reply
  const { headers } = reply.value
  const offset = Number(headers[OFFSET_HEADER] ?? Number.NaN)
  const isBorder = offset === file.size || offset % file.chunkSize === 0
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > file.size || !isBorder) {
    return { kind: 'unreachable', detail: 'answered an offset that cannot be' }
  }
  return { kind: 'answered', value: { offset, isVerified: headers[VERIFIED_HEADER] === 'true' } }
}
