import { randomBytes, randomUUID } from 'node:crypto'
import type { FileList } from '@crosspanel/protocol/file'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  base64,
  type FilesHarness,
  type FilesNode,
  openFilesHarness,
  sha256,
} from '../../../test/src/files-harness.ts'

const TUS = { 'tus-resumable': '1.0.0' }
const SEGMENT = 65_536
const MAX_UPLOAD_BYTES = 10_000_000

let harness: FilesHarness
let node: FilesNode
let alice: { id: string }
let bob: { id: string }

beforeAll(async () => {
  harness = await openFilesHarness({ maxUploadBytes: MAX_UPLOAD_BYTES })
  node = harness.startNode()
  alice = await harness.addAccount()
  bob = await harness.addAccount()
})
afterAll(() => harness[Symbol.asyncDispose]())

const someBytes = (length: number) => Uint8Array.from(randomBytes(length))

function create(size: number, name = 'chr20.vcf.gz', on = node, who = alice) {
  const headers = {
    ...TUS,
    'upload-length': String(size),
    'upload-metadata': `filename ${base64(name)}`,
  }
  return on.as(who)('POST', '/uploads', headers)
}

async function createdPath(size: number, name?: string, on = node): Promise<string> {
  const answer = await create(size, name, on)
  expect(answer.status).toBe(201)
  return answer.headers.get('location')!.replace('/api/v1', '')
}

function patch(
  path: string,
  offset: number,
  body: Uint8Array<ArrayBuffer> | ReadableStream,
  more: Record<string, string> = {},
  on = node,
  who = alice,
) {
  const type = { 'content-type': 'application/offset+octet-stream' }
  const headers = { ...TUS, ...type, 'upload-offset': String(offset), ...more }
  return on.as(who)('PATCH', path, headers, body)
}

async function offsetOf(path: string, on = node): Promise<number> {
  const answer = await on.as(alice)('HEAD', path, TUS)
  return Number(answer.headers.get('upload-offset'))
}

/** Gives `bytes` in chunks and then breaks, as a connection does. */
function broken(bytes: Uint8Array): ReadableStream {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.error(new Error('ECONNRESET'))
      controller.enqueue(bytes.subarray(at, at + 10_007))
      at += 10_007
    },
  })
}

async function contentOf(path: string, on = node): Promise<Uint8Array> {
  const answer = await on.as(alice)('GET', `/files/${path.split('/').at(-1)!}/content`)
  return new Uint8Array(await answer.arrayBuffer())
}

async function codeOf(answer: Response): Promise<string> {
  const { code } = (await answer.json()) as { code: string }
  return `${answer.status} ${code}`
}

describe('a resumable upload', () => {
  it('is listed for its owner while it can be resumed', async () => {
    const carol = await harness.addAccount()
    const unfinished = await create(10, 'half.vcf.gz', node, carol)
    const whole = (await create(1, 'whole.vcf.gz', node, carol)).headers.get('location')!
    await patch(whole.replace('/api/v1', ''), 0, someBytes(1), {}, node, carol)
    await create(10, 'half.vcf.gz', node, bob)

    const answer = await node.as(carol)('GET', '/files?state=receiving&kind=upload')
    const results = await node.as(carol)('GET', '/files?kind=result')

    const { files } = (await answer.json()) as FileList
    expect(files).toMatchObject([{ name: 'half.vcf.gz', declaredSize: 10, receivedBytes: 0 }])
    expect(unfinished.headers.get('location')).toBe(`/api/v1/uploads/${files[0]!.id}`)
    expect(await results.json()).toEqual({ files: [], next: null })
  })

  it.each([0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 17])(
    'of %i bytes is stored whole, with its digest',
    async (size) => {
      const bytes = someBytes(size)
      const path = await createdPath(size)
      const answer = size === 0 ? undefined : await patch(path, 0, bytes)

      const file = await node.files.require(alice, path.split('/').at(-1)!)

      expect(answer?.status ?? 204).toBe(204)
      expect(file).toMatchObject({
        state: 'complete',
        size,
        sha256: sha256(bytes),
        expiresAt: new Date(harness.clock.now.getTime() + 30 * 86_400_000).toISOString(),
      })
      expect(sha256(await contentOf(path))).toBe(sha256(bytes))
    },
  )

  it('goes on after a restart, from offsets anywhere in a segment', async () => {
    const bytes = someBytes(4 * SEGMENT + 1_001)
    const path = await createdPath(bytes.length)
    const ends = [1, 777, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 5]

    let offset = 0
    for (const end of [...ends, bytes.length]) {
      const restarted = harness.startNode()
      expect(await offsetOf(path, restarted)).toBe(offset)
      const answer = await patch(path, offset, bytes.subarray(offset, end), {}, restarted)
      expect(answer.headers.get('upload-offset')).toBe(String(end))
      offset = end
    }

    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
    const file = await node.files.require(alice, path.split('/').at(-1)!)
    expect(file.sha256).toBe(sha256(bytes))
  })

  it('keeps what it had taken when the connection broke', async () => {
    const bytes = someBytes(30 * SEGMENT)
    const path = await createdPath(bytes.length)

    await patch(path, 0, broken(bytes.subarray(0, 20 * SEGMENT)))
    const offset = await offsetOf(path)
    await patch(path, offset, bytes.subarray(offset))

    // The streams on the way hold back some of the last bytes.
    expect(offset).toBeGreaterThan(10 * SEGMENT)
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('forgets bytes that reached the disk but not the row when the node was killed', async () => {
    const bytes = someBytes(3 * SEGMENT)
    const path = await createdPath(bytes.length)
    await patch(path, 0, bytes.subarray(0, 100))
    const dying = harness.startNode({
      removeTail: () => Promise.reject(new Error('killed')),
      writeTail: () => Promise.reject(new Error('killed')),
    })
    await patch(path, 100, bytes.subarray(100, 2 * SEGMENT + 50), {}, dying)

    const restarted = harness.startNode()
    const offset = await offsetOf(path, restarted)
    await patch(path, offset, bytes.subarray(offset), {}, restarted)

    expect(offset).toBe(100)
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('goes on when the node was killed between the last byte and the last commit', async () => {
    const bytes = someBytes(SEGMENT + 5)
    const path = await createdPath(bytes.length)
    await patch(path, 0, bytes.subarray(0, 10))
    const dying = harness.startNode()
    const finishPart = dying.blobs.finishPart.bind(dying.blobs)
    const killed = harness.startNode({
      finishPart: async (blobId) => {
        await finishPart(blobId)
        throw new Error('killed')
      },
    })
    await patch(path, 10, bytes.subarray(10), {}, killed)

    const restarted = harness.startNode()
    const offset = await offsetOf(path, restarted)
    await patch(path, offset, bytes.subarray(offset), {}, restarted)

    expect(offset).toBe(10)
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('is refused at another offset, and stays as it was', async () => {
    const path = await createdPath(100)
    await patch(path, 0, someBytes(40))

    const answers = await Promise.all([patch(path, 0, someBytes(5)), patch(path, 41, someBytes(5))])

    expect(await Promise.all(answers.map(codeOf))).toEqual([
      '409 offset-mismatch',
      '409 offset-mismatch',
    ])
    expect(answers.map((answer) => answer.headers.get('tus-resumable'))).toEqual(['1.0.0', '1.0.0'])
    expect(await offsetOf(path)).toBe(40)
  })

  it('lets one of two requests at the same offset through', async () => {
    const bytes = someBytes(SEGMENT)
    const path = await createdPath(bytes.length)

    const answers = await Promise.all([patch(path, 0, bytes), patch(path, 0, bytes)])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409])
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('takes a body with the right checksum, and nothing of one with another', async () => {
    const bytes = someBytes(SEGMENT + 9)
    const path = await createdPath(bytes.length)
    const first = bytes.subarray(0, 70_000 - 5_000)
    const digest = (part: Uint8Array) => base64(Buffer.from(sha256(part), 'hex'))
    const good = await patch(path, 0, first, { 'upload-checksum': `sha256 ${digest(first)}` })
    const rest = bytes.subarray(first.length)

    const bad = await patch(path, first.length, rest, {
      'upload-checksum': `sha256 ${digest(first)}`,
    })
    const unknown = await patch(path, first.length, rest, { 'upload-checksum': 'md5 AAAA' })
    const offset = await offsetOf(path)
    await patch(path, offset, rest, { 'upload-checksum': `sha256 ${digest(rest)}` })

    expect(good.status).toBe(204)
    expect(await codeOf(bad)).toBe('460 checksum-mismatch')
    expect(await codeOf(unknown)).toBe('400 invalid-request')
    expect(offset).toBe(first.length)
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('keeps nothing of a broken connection when a checksum was announced', async () => {
    const path = await createdPath(1_000)
    const checksum = { 'upload-checksum': `sha256 ${base64(new Uint8Array(32))}` }

    await patch(path, 0, broken(someBytes(500)), checksum)

    expect(await offsetOf(path)).toBe(0)
  })

  it('does not exist for another account', async () => {
    const path = await createdPath(10)
    const asBob = node.as(bob)

    const answers = await Promise.all([
      asBob('HEAD', path, TUS),
      patch(path, 0, someBytes(5), {}, node, bob),
      asBob('DELETE', path, TUS),
    ])

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(await offsetOf(path)).toBe(0)
  })

  it.each([randomUUID(), 'nonsense', '..%2f..%2fetc'])('named %s does not exist', async (id) => {
    const answer = await patch(`/uploads/${id}`, 0, someBytes(5))

    expect(await codeOf(answer)).toBe('404 file-not-found')
  })

  it('is refused when it is larger than the site takes, or sends more than it announced', async () => {
    const path = await createdPath(10)

    expect(await codeOf(await create(MAX_UPLOAD_BYTES + 1))).toBe('413 body-too-large')
    expect(await codeOf(await patch(path, 0, someBytes(11)))).toBe('413 body-too-large')
  })

  it.each(['../../etc/passwd', 'a\nb', '', 'x'.repeat(256)])(
    'is refused under the name %j',
    async (name) => {
      expect(await codeOf(await create(5, name))).toBe('400 invalid-request')
    },
  )

  it('is refused before it starts, and while it goes on, when the disk is too full', async () => {
    const path = await createdPath(10)
    const full = harness.startNode({ freeBytes: () => Promise.resolve(-1) })

    expect(await codeOf(await create(5, 'a', full))).toBe('507 insufficient-storage')
    expect(await codeOf(await patch(path, 0, someBytes(5), {}, full))).toBe(
      '507 insufficient-storage',
    )
    expect((await patch(path, 0, someBytes(5))).status).toBe(204)
  })

  it('keeps its offset when the disk becomes full on the way', async () => {
    const bytes = someBytes(SEGMENT + 100)
    const path = await createdPath(bytes.length)
    await patch(path, 0, bytes.subarray(0, 100))
    const noSpace = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    const full = harness.startNode({ writeTail: () => Promise.reject(noSpace) })

    const refused = await patch(path, 100, bytes.subarray(100, 200), {}, full)
    const offset = await offsetOf(path)
    await patch(path, offset, bytes.subarray(offset))

    expect(await codeOf(refused)).toBe('507 insufficient-storage')
    expect(offset).toBe(100)
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('needs the version of tus that we speak', async () => {
    const answer = await node.as(alice)('POST', '/uploads', { 'upload-length': '5' })

    expect(await codeOf(answer)).toBe('412 tus-version-unsupported')
  })

  it('says what the endpoint can do', async () => {
    const { status, headers } = await node.as(alice)('OPTIONS', '/uploads')

    expect(status).toBe(204)
    expect(headers.get('tus-extension')).toBe(
      'creation,creation-with-upload,expiration,termination,checksum',
    )
    expect(headers.get('tus-checksum-algorithm')).toBe('sha256')
    expect(headers.get('tus-max-size')).toBe(String(MAX_UPLOAD_BYTES))
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('may carry its first bytes in the request that creates it', async () => {
    const bytes = someBytes(300)
    const headers = {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-length': '300',
      'upload-metadata': `filename ${base64('a.vcf')}`,
    }

    const answer = await node.as(alice)('POST', '/uploads', headers, bytes)

    const path = answer.headers.get('location')!.replace('/api/v1', '')
    expect(answer.headers.get('upload-offset')).toBe('300')
    expect(sha256(await contentOf(path))).toBe(sha256(bytes))
  })

  it('ends when it is terminated, with everything that it had stored', async () => {
    const path = await createdPath(1_000)
    await patch(path, 0, someBytes(500))
    const before = await harness.stored()

    const answer = await node.as(alice)('DELETE', path, TUS)

    const after = await harness.stored()
    expect(answer.status).toBe(204)
    expect(before.size - after.size).toBe(2)
    expect(await codeOf(await patch(path, 500, someBytes(5)))).toBe('404 file-not-found')
  })

  it('cannot be terminated once a job uses it', async () => {
    const path = await createdPath(5)
    await patch(path, 0, someBytes(5))
    harness.inUse.add(path.split('/').at(-1)!)

    const answer = await node.as(alice)('DELETE', path, TUS)

    expect(await codeOf(answer)).toBe('409 file-in-use')
    expect(await contentOf(path)).toHaveLength(5)
  })

  it('expires when it is not complete in time', async () => {
    const path = await createdPath(10)
    const announced = (await patch(path, 0, someBytes(5))).headers.get('upload-expires')
    const start = harness.clock.now
    harness.clock.now = new Date(start.getTime() + 7 * 86_400_000 + 1)

    const late = await patch(path, 5, someBytes(5))
    const swept = await node.sweep()
    const later = await node.as(alice)('HEAD', path, TUS)
    harness.clock.now = start

    expect(new Date(announced!).getTime() - start.getTime()).toBeGreaterThan(
      7 * 86_400_000 - 10_000,
    )
    expect(await codeOf(late)).toBe('410 upload-expired')
    expect(swept.expired).toBeGreaterThan(0)
    expect(later.status).toBe(410)
  })
})

describe('what is on disk', () => {
  it('holds no plaintext, whether the upload is under way or complete', async () => {
    const canary = 'rs12345\tGENOTYPE-CANARY\t0|1'
    const bytes = Uint8Array.from(Buffer.from(canary.repeat(6_000)))
    const open = await createdPath(bytes.length, 'NAME-CANARY.vcf')
    await patch(open, 0, bytes.subarray(0, bytes.length - 20_000))
    const whole = await createdPath(bytes.length, 'NAME-CANARY.vcf')
    await patch(whole, 0, bytes)

    const stored = await harness.stored()

    expect([...stored.keys()].filter((path) => path.includes('NAME-CANARY'))).toEqual([])
    expect([...stored.values()].filter((content) => content.includes('CANARY'))).toEqual([])
    expect([...stored.keys()].filter((path) => path.endsWith('.c4gh')).length).toBeGreaterThan(0)
  })
})
