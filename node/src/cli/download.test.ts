import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { encrypt } from '@crosspanel/protocol/crypt4gh/stream'
import { EXIT } from '@crosspanel/protocol/exit-codes'
import type { JobDetail, ResultFile } from '@crosspanel/protocol/job'
import { BGZF_EOF, bgzfBlock } from '@crosspanel/protocol/vcf/bgzf'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nodeCiphers } from '../files/crypt4gh-node.ts'
import { createNodeCompression } from '../pipeline/input/compression.ts'
import { createApi } from './api.ts'
import { downloadResults } from './download.ts'

const FILE_ID = '00000000-0000-4000-8000-000000000001'
const CONTENT = randomBytes(200_000)
const SAMPLE_IDS = ['ours-1', 'ours-2']

let stack: AsyncDisposableStack
let dir = ''
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-download-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await stack.disposeAsync()
})

interface FakeNode {
  readonly api: ReturnType<typeof createApi>
  /** The `Range` of every request for the file, or `none`. */
  readonly ranges: readonly string[]
}

/** A node that serves one file: whole, from an offset, or cut off after some bytes. */
/** Breaks the connection after so many bytes, once what came of them is where the test wants it. */
interface Cut {
  readonly afterBytes: number
  readonly when: () => Promise<unknown>
}

async function fakeNode(content: Buffer, behaviour: { cut?: Cut } = {}): Promise<FakeNode> {
  const ranges: string[] = []
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/samples')) return sendJson(response, { sampleIds: SAMPLE_IDS })
    ranges.push(request.headers.range ?? 'none')
    sendFile(request, response, content, behaviour.cut)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { api: createApi({ url: `http://127.0.0.1:${port}`, token: 'token' }), ranges }
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendFile(
  { headers }: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  cut: Cut | undefined,
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const rest = content.subarray(from)
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length })
  if (cut === undefined) response.end(rest)
  else {
    response.write(rest.subarray(0, cut.afterBytes))
    void cut.when().finally(() => response.destroy())
  }
}

function jobWith(content: Buffer, more: Partial<ResultFile> = {}): JobDetail {
  const file: ResultFile = {
    fileId: FILE_ID,
    name: 'chr20.info.gz',
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    encryptedFor: 'site',
    ...more,
  }
  return { id: FILE_ID, state: 'completed', results: [file] } as unknown as JobDetail
}

describe('a download', () => {
  it('writes the file under its name once its digest is the announced one', async () => {
    const { api } = await fakeNode(CONTENT)

    const paths = await downloadResults(api, jobWith(CONTENT), { output: dir })

    expect(paths).toEqual([join(dir, 'chr20.info.gz')])
    expect(await readFile(join(dir, 'chr20.info.gz'))).toEqual(CONTENT)
    expect(await readdir(dir)).toEqual(['chr20.info.gz'])
  })

  it('goes on where it stopped', async () => {
    const { api, ranges } = await fakeNode(CONTENT)
    await writeFile(join(dir, 'chr20.info.gz.part'), CONTENT.subarray(0, 70_000))

    await downloadResults(api, jobWith(CONTENT), { output: dir })

    expect(ranges).toEqual(['bytes=70000-'])
    expect(await readFile(join(dir, 'chr20.info.gz'))).toEqual(CONTENT)
  })

  it('fetches nothing that is there already', async () => {
    const { api, ranges } = await fakeNode(CONTENT)
    await downloadResults(api, jobWith(CONTENT), { output: dir })

    await downloadResults(api, jobWith(CONTENT), { output: dir })

    expect(ranges).toEqual(['none'])
  })

  it('removes what arrived damaged, exit code 9, and is good the next time', async () => {
    const { api } = await fakeNode(CONTENT)
    await writeFile(join(dir, 'chr20.info.gz.part'), randomBytes(70_000))

    const first = downloadResults(api, jobWith(CONTENT), { output: dir })

    await expect(first).rejects.toMatchObject({ exitCode: EXIT.integrity })
    expect(await readdir(dir)).toEqual([])
    await downloadResults(api, jobWith(CONTENT), { output: dir })
    expect(await readFile(join(dir, 'chr20.info.gz'))).toEqual(CONTENT)
  })

  it('keeps what came when the connection breaks, exit code 10', async () => {
    const part = join(dir, 'chr20.info.gz.part')
    const received = () =>
      stat(part).then(
        ({ size }) => size,
        () => 0,
      )
    const when = () => expect.poll(received, { timeout: 10_000 }).toBeGreaterThan(0)
    const broken = await fakeNode(CONTENT, { cut: { afterBytes: 50_000, when } })

    const first = downloadResults(broken.api, jobWith(CONTENT), { output: dir })

    await expect(first).rejects.toMatchObject({ exitCode: EXIT.unreachable })
    const good = await fakeNode(CONTENT)
    await downloadResults(good.api, jobWith(CONTENT), { output: dir })
    expect(good.ranges[0]).toMatch(/^bytes=\d+-$/)
    expect(await readFile(join(dir, 'chr20.info.gz'))).toEqual(CONTENT)
  })

  it('writes into its directory alone, whatever the name of the file', async () => {
    const { api } = await fakeNode(CONTENT)

    const paths = await downloadResults(api, jobWith(CONTENT, { name: '../../etc/passwd' }), {
      output: dir,
    })

    expect(paths).toEqual([join(dir, 'passwd')])
  })

  it('of a job without results is exit code 3', async () => {
    const { api } = await fakeNode(CONTENT)
    const job = { ...jobWith(CONTENT), results: [], state: 'running' } as JobDetail

    const fetched = downloadResults(api, job, { output: dir })

    await expect(fetched).rejects.toMatchObject({ exitCode: EXIT.notFound })
  })
})

describe('results for a researcher’s key', () => {
  const secretKey = nodeCiphers.randomBytes(32)
  const vcf =
    '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS000001\tS000002\n' +
    '20\t1000\t.\tA\tG\t.\tPASS\t.\tDS\t0.5\t1\n'

  async function sealedVcf(end: Uint8Array = BGZF_EOF): Promise<Buffer> {
    const block = await bgzfBlock(Buffer.from(vcf), createNodeCompression())
    const recipients = [publicKeyOf(secretKey, nodeCiphers)]
    return buffer(encrypt(Readable.from([block, end]), recipients, nodeCiphers))
  }

  it('are opened and get their own sample ids back', async () => {
    const file = await sealedVcf()
    const { api } = await fakeNode(file)
    const job = jobWith(file, { name: 'chr20.dose.vcf.gz', encryptedFor: 'researcher' })

    await downloadResults(api, job, { output: dir, secretKey })

    const opened = gunzipSync(await readFile(join(dir, 'chr20.dose.vcf.gz'))).toString()
    expect(opened).toBe(vcf.replace('S000001\tS000002', SAMPLE_IDS.join('\t')))
    expect(await readdir(dir)).toEqual(['chr20.dose.vcf.gz'])
  })

  it('that are cut off are refused, exit code 9, and stay sealed', async () => {
    const file = await sealedVcf(new Uint8Array())
    const { api } = await fakeNode(file)
    const job = jobWith(file, { name: 'chr20.dose.vcf.gz', encryptedFor: 'researcher' })

    const opened = downloadResults(api, job, { output: dir, secretKey })

    await expect(opened).rejects.toMatchObject({ exitCode: EXIT.integrity })
    expect(await readdir(dir)).toContain('chr20.dose.vcf.gz.c4gh')
  })

  it('stay sealed with --no-decrypt', async () => {
    const file = await sealedVcf()
    const { api } = await fakeNode(file)
    const job = jobWith(file, { name: 'chr20.dose.vcf.gz', encryptedFor: 'researcher' })

    const paths = await downloadResults(api, job, { output: dir, decrypt: false })

    expect(paths).toEqual([join(dir, 'chr20.dose.vcf.gz.c4gh')])
    expect(await readFile(paths[0] ?? '')).toEqual(file)
  })

  it('are not opened with another key, exit code 9, and leave no half-open file', async () => {
    const file = await sealedVcf()
    const { api } = await fakeNode(file)
    const job = jobWith(file, { name: 'chr20.dose.vcf.gz', encryptedFor: 'researcher' })

    const opened = downloadResults(api, job, {
      output: dir,
      secretKey: nodeCiphers.randomBytes(32),
    })

    await expect(opened).rejects.toMatchObject({ exitCode: EXIT.integrity })
    expect(await readdir(dir)).toEqual(['chr20.dose.vcf.gz.c4gh'])
  })

  it('need the key to be where it is said to be, exit code 2', async () => {
    const file = await sealedVcf()
    const { api, ranges } = await fakeNode(file)
    const job = jobWith(file, { encryptedFor: 'researcher' })

    const opened = downloadResults(api, job, { output: dir, key: join(dir, 'no.sec') })

    await expect(opened).rejects.toMatchObject({ exitCode: EXIT.usage })
    expect(ranges).toEqual([])
  })
})
