import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TRANSFER_CHUNK_BYTES, type TransferFile } from '@crosspanel/protocol/manifest'
import { sight } from '@crosspanel/protocol/sights'
import { describe, expect, it } from 'vitest'
import { auditEntries } from '../monitoring/schema.ts'
import { HttpFailure, type HttpRequest, type SendHttp } from './http-client.ts'
import type { PeerReply } from './ports.ts'
import { peerUploads } from './schema.ts'
import {
  openTestPeers,
  type TestPeer,
  type TestPeerOptions,
} from '../../../test/src/peers-harness.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'
const CAPE_TOWN = 'site:cape-town'
const signal = new AbortController().signal

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function describeBytes(bytes: Uint8Array): TransferFile {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += TRANSFER_CHUNK_BYTES) {
    chunks.push(bytes.subarray(at, at + TRANSFER_CHUNK_BYTES))
  }
  return {
    name: 'chr20.vcf.gz.c4gh',
    size: bytes.length,
    sha256: sha256(bytes),
    chunkSize: TRANSFER_CHUNK_BYTES,
    chunkSha256: chunks.map(sha256),
    plainSize: bytes.length,
    plainSha256: sha256(bytes),
  }
}

/** Lund is the home site, Ibadan the host. Two and a half chunks unless told. */
async function openTransfer(
  size = TRANSFER_CHUNK_BYTES * 2.5,
  ibadanOptions: TestPeerOptions = {},
  more: readonly string[] = [],
) {
  const verified: string[] = []
  const federation = await openTestPeers([LUND, IBADAN, ...more], {
    [IBADAN]: {
      onUploadVerified: (_tx, upload) => Promise.resolve(void verified.push(upload.runId)),
      ...ibadanOptions,
    },
  })
  const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
  const bytes = randomBytes(size)
  const file = describeBytes(bytes)
  const runId = randomUUID()
  return {
    federation,
    lund,
    ibadan,
    bytes,
    file,
    runId,
    verified,
    requests: [] as HttpRequest[],
    [Symbol.asyncDispose]: () => federation[Symbol.asyncDispose](),
  }
}
type Transfer = Awaited<ReturnType<typeof openTransfer>>

async function openUpload(transfer: Transfer) {
  const { lund, ibadan, bytes, file, runId } = transfer
  const source = join(lund.dir, 'source')
  const path = join(ibadan.dir, 'runs', runId, 'input')
  await writeFile(source, bytes)
  const uploadId = await ibadan.db.transaction((tx) =>
    ibadan.modules.transfers.expectUpload(tx, { from: LUND, runId, file, path }),
  )
  const push = () => lund.modules.transfers.push(IBADAN, uploadId, file, source, signal)
  return { source, path, uploadId, push }
}

async function openBlob(transfer: Transfer) {
  const { lund, ibadan, bytes, file, runId } = transfer
  const source = join(ibadan.dir, 'result')
  const path = join(lund.dir, 'fetched')
  await writeFile(source, bytes)
  const blobId = await ibadan.db.transaction((tx) =>
    ibadan.modules.transfers.offerBlob(tx, { to: LUND, runId, file, path: source }),
  )
  const fetch = () => lund.modules.transfers.fetch(IBADAN, blobId, file, path, signal)
  return { source, path, blobId, fetch }
}

/** The peer is left alone for a moment after each failure. */
async function untilAnswered(attempt: () => Promise<PeerReply<void>>): Promise<void> {
  for (let left = 50; left > 0; left -= 1) {
    if ((await attempt()).kind === 'answered') return
  }
  throw new Error('never answered')
}

/** Counts what goes over the line, and does to it what the test says. */
function tap(peer: TestPeer, act: (request: HttpRequest, send: SendHttp) => ReturnType<SendHttp>) {
  const { send } = peer.line
  const seen: HttpRequest[] = []
  peer.line.send = (request) => {
    seen.push(request)
    return act(request, send)
  }
  return {
    seen,
    chunks: () => seen.filter(({ body }) => (body?.byteLength ?? 0) > 0).length,
    ranges: () => seen.map(({ headers }) => headers['range']).filter(Boolean),
    untap: () => void (peer.line.send = send),
  }
}

describe('pushing a file', () => {
  it.each([0, 1, TRANSFER_CHUNK_BYTES, TRANSFER_CHUNK_BYTES * 2.5])(
    'brings %d bytes to the peer, verified, and tells of it once',
    async (size) => {
      await using transfer = await openTransfer(size)
      const { path, push } = await openUpload(transfer)

      const first = await push()
      const again = await push()

      expect([first.kind, again.kind]).toEqual(['answered', 'answered'])
      expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
      expect(existsSync(`${path}.part`)).toBe(false)
      expect(transfer.verified).toEqual([transfer.runId])
    },
  )

  it('goes on where it was cut, sending no chunk that was acknowledged again', async () => {
    await using transfer = await openTransfer()
    const { path, push } = await openUpload(transfer)
    const cut = tap(transfer.lund, async (request, send) => {
      const response = await send(request)
      if (request.body !== undefined)
        throw new HttpFailure(sight('answer.broken', { code: 'ECONNRESET' }))
      return response
    })
    const first = await push()
    cut.untap()
    const rest = tap(transfer.lund, (request, send) => send(request))

    await untilAnswered(push)

    expect(first.kind).toBe('unreachable')
    expect(rest.chunks()).toBe(2)
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
  })

  it('goes on after both processes were started again', async () => {
    await using transfer = await openTransfer()
    const { path, push } = await openUpload(transfer)
    let sent = 0
    const cut = tap(transfer.lund, (request, send) => {
      if (request.method === 'PATCH' && ++sent > 1)
        throw new HttpFailure(sight('answer.broken', { code: 'ECONNRESET' }))
      return send(request)
    })
    await push()
    cut.untap()
    await transfer.lund.restart()
    await transfer.ibadan.restart()
    const rest = tap(transfer.lund, (request, send) => send(request))

    await untilAnswered(push)

    expect(rest.chunks()).toBe(2)
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
  })

  it('sends a chunk again that was altered on the way', async () => {
    await using transfer = await openTransfer()
    const { path, push } = await openUpload(transfer)
    let hasFlipped = false
    const line = tap(transfer.lund, (request, send) => {
      if (hasFlipped || request.body === undefined) return send(request)
      hasFlipped = true
      const body = Uint8Array.from(request.body)
      body[1000] = (body[1000] ?? 0) ^ 1
      return send({ ...request, body })
    })

    const reply = await push()

    expect(reply.kind).toBe('answered')
    expect(line.chunks()).toBe(4)
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
    expect(await transfer.ibadan.db.select().from(auditEntries)).toMatchObject([
      { action: 'peer.refused', details: { code: 'peer-body-mismatch' } },
    ])
  })

  it('ends with checksum-mismatch when the file is not the one in the manifest', async () => {
    await using transfer = await openTransfer()
    const { source, path, push } = await openUpload(transfer)
    await writeFile(source, randomBytes(transfer.file.size))

    const reply = await push()

    expect(reply).toMatchObject({ kind: 'refused', problem: { code: 'checksum-mismatch' } })
    expect(existsSync(path)).toBe(false)
    expect(transfer.verified).toEqual([])
  })

  it('asks again for what rotted on the disk of the receiver before the end', async () => {
    await using transfer = await openTransfer()
    const { path, push } = await openUpload(transfer)
    let sent = 0
    const line = tap(transfer.lund, async (request, send) => {
      if (request.method === 'PATCH' && ++sent === 3) {
        await writeFile(`${path}.part`, Buffer.from('rot'), { flag: 'r+' })
      }
      return send(request)
    })

    const reply = await push()

    expect(reply.kind).toBe('answered')
    expect(line.chunks()).toBe(6)
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
  })

  it('is verified once more when the receiver stopped just before it told of it', async () => {
    let isBroken = true
    const told: string[] = []
    await using transfer = await openTransfer(TRANSFER_CHUNK_BYTES, {
      onUploadVerified(_tx, { runId }) {
        if (isBroken) return Promise.reject(new Error('stopped'))
        told.push(runId)
        return Promise.resolve()
      },
    })
    const { path, push } = await openUpload(transfer)
    const first = await push()
    isBroken = false

    await untilAnswered(push)

    expect(first.kind).toBe('unreachable')
    expect(told).toEqual([transfer.runId])
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
  })

  it('is told of before its row is locked, as a run is closed: in one order', async () => {
    const locked: unknown[] = []
    await using transfer: Transfer = await openTransfer(1000, {
      async onUploadVerified() {
        const { db } = transfer.ibadan
        locked.push(await db.select().from(peerUploads).for('update', { noWait: true }))
      },
    })
    const { push } = await openUpload(transfer)

    const reply = await push()

    expect(reply.kind).toBe('answered')
    expect(locked).toHaveLength(1)
  })

  it('does not exist for another site, nor after it was closed', async () => {
    await using transfer = await openTransfer(1000, {}, [CAPE_TOWN])
    const { source, uploadId, push } = await openUpload(transfer)
    const stranger = transfer.federation.peer(CAPE_TOWN).modules.transfers

    const foreign = await stranger.push(IBADAN, uploadId, transfer.file, source, signal)
    await transfer.ibadan.db.transaction((tx) =>
      transfer.ibadan.modules.transfers.close(tx, transfer.runId),
    )
    const closed = await push()

    expect(foreign).toMatchObject({ kind: 'refused', problem: { code: 'transfer-not-found' } })
    expect(closed).toMatchObject({ kind: 'refused', problem: { code: 'transfer-not-found' } })
    expect(transfer.verified).toEqual([])
  })

  it('answers a chunk at another offset with the right one', async () => {
    await using transfer = await openTransfer()
    const { uploadId } = await openUpload(transfer)
    const offset = String(TRANSFER_CHUNK_BYTES)
    const seen = tap(transfer.lund, (request, send) => send(request))
    const response = Promise.withResolvers<Awaited<ReturnType<SendHttp>>>()
    seen.untap()
    tap(transfer.lund, async (request, send) => {
      const answered = await send(request)
      response.resolve(answered)
      return answered
    })

    const reply = await transfer.lund.modules.client.call(IBADAN, {
      method: 'PATCH',
      path: `/peer/v1/uploads/${uploadId}`,
      headers: { 'upload-offset': offset },
      body: transfer.bytes.subarray(0, 10),
    })

    expect(reply).toMatchObject({ kind: 'refused', problem: { code: 'offset-mismatch' } })
    expect((await response.promise).headers['upload-offset']).toBe('0')
  })

  it('counts each chunk once when two pushes race', async () => {
    await using transfer = await openTransfer()
    const { path, push } = await openUpload(transfer)

    const replies = await Promise.all([push(), push()])

    expect(replies.map(({ kind }) => kind)).toEqual(['answered', 'answered'])
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
    expect(transfer.verified).toEqual([transfer.runId])
    expect(await transfer.ibadan.db.select().from(peerUploads)).toMatchObject([{ chunksDone: 3 }])
  })
})

describe('a transfer within one site', () => {
  it('takes the same road without a socket', async () => {
    await using transfer = await openTransfer(1000)
    const { ibadan, bytes, file, runId } = transfer
    ibadan.line.send = () => Promise.reject(new Error('no socket'))
    const [source, path] = [join(ibadan.dir, 'source'), join(ibadan.dir, 'input')]
    await writeFile(source, bytes)
    const { transfers } = ibadan.modules
    const [uploadId, blobId] = await ibadan.db.transaction(async (tx) => [
      await transfers.expectUpload(tx, { from: IBADAN, runId, file, path }),
      await transfers.offerBlob(tx, { to: IBADAN, runId, file, path: source }),
    ])

    const pushed = await transfers.push(IBADAN, uploadId, file, source, signal)
    const fetched = await transfers.fetch(IBADAN, blobId, file, `${path}.back`, signal)

    expect([pushed.kind, fetched.kind]).toEqual(['answered', 'answered'])
    expect(sha256(await readFile(path))).toBe(file.sha256)
    expect(sha256(await readFile(`${path}.back`))).toBe(file.sha256)
  })
})

describe('fetching a file', () => {
  it.each([0, 1, TRANSFER_CHUNK_BYTES * 2.5])('brings %d bytes home, verified', async (size) => {
    await using transfer = await openTransfer(size)
    const { path, fetch } = await openBlob(transfer)

    const first = await fetch()
    const again = await fetch()

    expect([first.kind, again.kind]).toEqual(['answered', 'answered'])
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
    expect(existsSync(`${path}.part`)).toBe(false)
  })

  it('goes on at the chunks that are there and verified', async () => {
    await using transfer = await openTransfer()
    const { path, fetch } = await openBlob(transfer)
    await fetch()
    await rename(path, `${path}.part`)
    await truncate(`${path}.part`, TRANSFER_CHUNK_BYTES + 5)
    const line = tap(transfer.lund, (request, send) => send(request))

    const reply = await fetch()

    expect(reply.kind).toBe('answered')
    expect(line.ranges()).toHaveLength(2)
    expect((await stat(path)).size).toBe(transfer.file.size)
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
  })

  it('asks again for a chunk that was altered on the way', async () => {
    await using transfer = await openTransfer()
    const { path, fetch } = await openBlob(transfer)
    let hasFlipped = false
    const line = tap(transfer.lund, async (request, send) => {
      const response = await send(request)
      if (hasFlipped) return response
      hasFlipped = true
      const body = Uint8Array.from(response.body)
      body[7] = (body[7] ?? 0) ^ 1
      return { ...response, body }
    })

    const reply = await fetch()

    expect(reply.kind).toBe('answered')
    expect(line.ranges()).toHaveLength(4)
    expect(sha256(await readFile(path))).toBe(transfer.file.sha256)
  })

  it('ends with checksum-mismatch when the bytes are never the ones announced', async () => {
    await using transfer = await openTransfer(1000)
    const { source, path, fetch } = await openBlob(transfer)
    await writeFile(source, randomBytes(1000))

    const reply = await fetch()

    expect(reply).toMatchObject({ kind: 'refused', problem: { code: 'checksum-mismatch' } })
    expect(existsSync(path)).toBe(false)
  })

  it('does not exist for another site, nor when the file is gone or shorter', async () => {
    await using transfer = await openTransfer(1000, {}, [CAPE_TOWN])
    const { source, blobId, path, fetch } = await openBlob(transfer)
    const stranger = transfer.federation.peer(CAPE_TOWN).modules.transfers

    const foreign = await stranger.fetch(IBADAN, blobId, transfer.file, `${path}.theirs`, signal)
    await truncate(source, 999)
    const shorter = await fetch()

    expect(foreign).toMatchObject({ kind: 'refused', problem: { code: 'transfer-not-found' } })
    expect(shorter).toMatchObject({ kind: 'refused', problem: { code: 'transfer-not-found' } })
  })

  it('reads no more of an answer than a chunk', async () => {
    await using transfer = await openTransfer(1000)
    const { fetch } = await openBlob(transfer)
    tap(transfer.lund, (request, send) =>
      send({ ...request, headers: { ...request.headers, range: 'bytes=0-' }, maxBytes: 10 }),
    )

    const reply = await fetch()

    expect(reply).toMatchObject({
      kind: 'unreachable',
      detail: 'the answer is longer than 10 B',
    })
  })
})
