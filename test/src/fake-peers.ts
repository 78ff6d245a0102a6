import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { keyIdOf } from '@crosspanel/protocol/keys'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import type { MessageType } from '@crosspanel/protocol/message'
import { problemOf, type ProblemCode } from '@crosspanel/protocol/problem'
import { nodeCiphers } from '@crosspanel/node/files/crypt4gh-node'
import type {
  Outbox,
  OutgoingMessage,
  PeerReply,
  SiteKeys,
  Transfers,
} from '@crosspanel/node/peers/ports'

/** A message on its way between two sites. */
export interface Letter extends OutgoingMessage<MessageType> {
  readonly mid: string
  readonly from: string
}

/** Letters lie in `letters` until a test delivers them. */
export function createPost() {
  const letters: Letter[] = []
  const hints: OutgoingMessage<MessageType>[] = []

  function outboxOf(from: string): Outbox {
    return {
      send(_tx, message) {
        const mid = randomUUID()
        letters.push({ ...message, mid, from })
        return Promise.resolve(mid)
      },
      hint(message) {
        hints.push(message)
        return Promise.resolve()
      },
    }
  }
  return { letters, hints, outboxOf }
}

interface Transfer {
  readonly runId: string
  readonly path: string
  readonly file: TransferFile
}

/** Bulk data that is copied from disk to disk. `fault` says what every peer call comes to instead. */
export function createFakeTransfers(
  onReceived: (upload: { runId: string; uploadId: string }) => Promise<void>,
) {
  const uploads = new Map<string, Transfer>()
  const blobs = new Map<string, Transfer>()
  const closed: string[] = []
  const pushes: string[] = []
  const state: { fault: ProblemCode | 'unreachable' | undefined } = { fault: undefined }

  function faultReply(): PeerReply<void> | undefined {
    if (state.fault === undefined) return undefined
    return state.fault === 'unreachable'
      ? { kind: 'unreachable', detail: 'the line is cut' }
      : { kind: 'refused', problem: problemOf(state.fault) }
  }

  function add(to: Map<string, Transfer>, { runId, path, file }: Transfer): Promise<string> {
    const id = randomUUID()
    to.set(id, { runId, path, file })
    return Promise.resolve(id)
  }

  function require(from: ReadonlyMap<string, Transfer>, id: string): Transfer {
    const transfer = from.get(id)
    if (transfer === undefined) throw new Error('no such transfer')
    return transfer
  }

  const transfers: Transfers = {
    expectUpload: (_tx, upload) => add(uploads, upload),
    offerBlob: (_tx, blob) => add(blobs, blob),
    close(_tx, runId) {
      closed.push(runId)
      return Promise.resolve()
    },
    async push(_to, uploadId, file, path, signal) {
      signal.throwIfAborted()
      pushes.push(file.name)
      const fault = faultReply()
      if (fault !== undefined) return fault
      const upload = require(uploads, uploadId)
      await copyFile(path, upload.path)
      await onReceived({ runId: upload.runId, uploadId })
      return { kind: 'answered', value: undefined }
    },
    async fetch(_from, blobId, _file, path, signal) {
      signal.throwIfAborted()
      const fault = faultReply()
      if (fault !== undefined) return fault
      await copyFile(require(blobs, blobId).path, path)
      return { kind: 'answered', value: undefined }
    },
  }

  function reset(): void {
    state.fault = undefined
    closed.length = 0
    pushes.length = 0
  }
  return { transfers, uploads, blobs, closed, pushes, state, reset }
}

/** Keys of a site; the signing key is not one, since nothing here is signed. */
export async function createSiteKeys(siteId: string): Promise<Omit<SiteKeys, 'signKey'>> {
  const secretKey = new Uint8Array(randomBytes(32))
  const publicKey = publicKeyOf(secretKey, nodeCiphers)
  const x = Buffer.from(publicKey).toString('base64url')
  const encryptionKid = await keyIdOf({ kty: 'OKP', crv: 'X25519', x, use: 'enc' })
  return {
    siteId,
    signKid: encryptionKid,
    encryptionKid,
    encryption: { publicKey, secretKey },
    pseudonymKey: new Uint8Array(randomBytes(32)),
  }
}
