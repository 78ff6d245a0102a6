import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileView } from '@crosspanel/protocol/file'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  base64,
  type FilesHarness,
  type FilesNode,
  openFilesHarness,
  sha256,
} from '../../../test/src/files-harness.ts'
import { openS3Server } from '../../../test/src/s3-server.ts'
import { MAY_NOT_MOUNT, openSmallVolume } from '../../../test/src/small-volume.ts'

const SEGMENT = 65_536
const TUS = { 'tus-resumable': '1.0.0' }

type Account = Awaited<ReturnType<FilesHarness['addAccount']>>
const someBytes = (length: number) => Uint8Array.from(randomBytes(length))

async function create(node: FilesNode, who: Account, size: number): Promise<string> {
  const answer = await tryCreate(node, who, size)
  return answer.headers.get('location')!.replace('/api/v1', '')
}
function tryCreate(node: FilesNode, who: Account, size: number) {
  return node.as(who)('POST', '/uploads', {
    ...TUS,
    'upload-length': String(size),
    'upload-metadata': `filename ${base64('a.vcf')}`,
  })
}
function patch(
  node: FilesNode,
  who: Account,
  path: string,
  offset: number,
  body: Uint8Array<ArrayBuffer> | ReadableStream,
) {
  const type = { 'content-type': 'application/offset+octet-stream' }
  return node.as(who)('PATCH', path, { ...TUS, ...type, 'upload-offset': String(offset) }, body)
}
async function offsetOf(node: FilesNode, who: Account, path: string): Promise<number> {
  return Number((await node.as(who)('HEAD', path, TUS)).headers.get('upload-offset'))
}
const idOf = (path: string) => path.split('/').at(-1)!

describe('an upload that two processes are asked to take', () => {
  let harness: FilesHarness
  let owner: Account
  beforeAll(async () => {
    harness = await openFilesHarness()
    owner = await harness.addAccount()
  })
  afterAll(() => harness[Symbol.asyncDispose]())

  /** A connection over which some bytes come and then nothing, though nobody closes it. */
  function halfOpen(bytes: Uint8Array): { body: ReadableStream; isRead: Promise<undefined> } {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    let isGiven = false
    const body = new ReadableStream({
      pull(controller) {
        if (isGiven) return resolve(undefined)
        isGiven = true
        controller.enqueue(bytes)
      },
    })
    return { body, isRead: promise }
  }

  it('goes on in the second, from what the first has saved when it was told to stop', async () => {
    const [first, second] = [harness.startNode(), harness.startNode()]
    const bytes = someBytes(5 * SEGMENT)
    const path = await create(first, owner, bytes.length)
    const { body, isRead } = halfOpen(bytes.subarray(0, 3 * SEGMENT))
    const left = patch(first, owner, path, 0, body)
    await isRead

    const offset = await offsetOf(second, owner, path)
    const answer = await patch(second, owner, path, offset, bytes.subarray(offset))
    await left

    expect(answer.status).toBe(204)
    const content = await second.as(owner)('GET', `/files/${idOf(path)}/content`)
    expect(sha256(new Uint8Array(await content.arrayBuffer()))).toBe(sha256(bytes))
  })

  it('is taken by one of them when both are asked at once', async () => {
    const nodes = [harness.startNode(), harness.startNode()]
    const bytes = someBytes(SEGMENT)
    const path = await create(nodes[0]!, owner, bytes.length)

    const answers = await Promise.all(nodes.map((node) => patch(node, owner, path, 0, bytes)))

    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const content = await nodes[1]!.as(owner)('GET', `/files/${idOf(path)}/content`)
    expect(sha256(new Uint8Array(await content.arrayBuffer()))).toBe(sha256(bytes))
  })

  it('is free again at once when the process that held it is gone', async () => {
    const [first, second] = [harness.startNode(), harness.startNode()]
    const bytes = someBytes(2 * SEGMENT)
    const path = await create(first, owner, bytes.length)
    const { body, isRead } = halfOpen(bytes.subarray(0, SEGMENT))
    const left = patch(first, owner, path, 0, body)
    await isRead

    await first[Symbol.asyncDispose]()
    const offset = await offsetOf(second, owner, path)
    const answer = await patch(second, owner, path, offset, bytes.subarray(offset))
    await left.catch(() => undefined)

    expect(answer.status).toBe(204)
  })
})

describe('files in an S3 bucket', () => {
  it('are taken in pieces, given whole and in ranges, checked, and destroyed', async () => {
    await using s3 = await openS3Server()
    await using harness = await openFilesHarness({ s3: s3.config })
    const owner = await harness.addAccount()
    const node = harness.startNode()
    const bytes = someBytes(6 * SEGMENT + 11)
    const path = await create(node, owner, bytes.length)
    for (const [start, end] of [
      [0, 100],
      [100, 3 * SEGMENT],
      [3 * SEGMENT, bytes.length],
    ]) {
      await patch(harness.startNode(), owner, path, start!, bytes.subarray(start, end))
    }
    const content = `/files/${idOf(path)}/content`

    const bodyOf = async (headers = {}) =>
      Buffer.from(await (await node.as(owner)('GET', content, headers)).arrayBuffer())
    const whole = await bodyOf()
    const range = await bodyOf({ range: 'bytes=70000-200000' })
    const onDisk = await harness.stored()
    await node.scrub.request()
    await node.scrub.round(new AbortController().signal)
    const { downloads, damagedAt } = await node.files.require(owner, idOf(path))
    await node.as(owner)('DELETE', `/files/${idOf(path)}`)

    expect(whole.equals(bytes)).toBe(true)
    expect(range.equals(bytes.subarray(70_000, 200_001))).toBe(true)
    expect([...onDisk.keys()]).toEqual([])
    expect([downloads, damagedAt]).toEqual([1, null])
    const gone = await node.as(owner)('GET', `/files/${idOf(path)}`)
    expect(((await gone.json()) as FileView).destroyedAt).not.toBeNull()
    const left = []
    for await (const blob of node.blobs.list()) left.push(blob)
    expect(left).toEqual([])
  })
})

describe('a disk that is full', () => {
  it('refuses an upload before it begins, in plain words, and takes it when there is room again', async (test) => {
    await using disk = await openSmallVolume(8 * 1024 ** 2)
    if (disk === undefined) return test.skip(MAY_NOT_MOUNT)
    await using harness = await openFilesHarness({
      blobDir: join(disk.dir, 'blobs'),
      diskFloorBytes: 2_000_000,
    })
    const owner = await harness.addAccount()
    const node = harness.startNode()
    const bytes = someBytes(1_000_000)
    const path = await create(node, owner, bytes.length)
    await patch(node, owner, path, 0, bytes.subarray(0, 400_000))
    const filler = join(disk.dir, 'filler')
    await writeFile(filler, someBytes(6_000_000))

    const refused = await tryCreate(node, owner, 500_000)
    const stopped = await patch(node, owner, path, 400_000, bytes.subarray(400_000))
    const offset = await offsetOf(node, owner, path)
    await rm(filler)
    const resumed = await patch(node, owner, path, offset, bytes.subarray(offset))

    const problem = (await refused.json()) as { code: string; detail: string; errors: object[] }
    expect([refused.status, stopped.status, offset, resumed.status]).toEqual([
      507, 507, 400_000, 204,
    ])
    expect(problem.code).toBe('insufficient-storage')
    expect(problem.detail).toMatch(/free and this needs 500\.0 kB.*not the fault of your files/)
    const content = await node.as(owner)('GET', `/files/${idOf(path)}/content`)
    expect(sha256(new Uint8Array(await content.arrayBuffer()))).toBe(sha256(bytes))
  })
})
