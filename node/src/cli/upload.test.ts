import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { EXIT } from '@crosspanel/protocol/exit-codes'
import { PROBLEM_CONTENT_TYPE, type ProblemCode, problemOf } from '@crosspanel/protocol/problem'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { uploadFile } from './upload.ts'
import { uploadFiles } from './submit.ts'

const CONTENT = Buffer.from('##fileformat=VCFv4.2\n'.repeat(100))
let stack: AsyncDisposableStack
let path = ''

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-upload-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  path = join(dir, 'study.vcf')
  await writeFile(path, CONTENT)
  vi.stubEnv('XDG_CONFIG_HOME', dir)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await stack.disposeAsync()
})

async function serve(listener: RequestListener): Promise<{ url: string; token: string }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, token: 'token' }
}

function refusing(code: ProblemCode): RequestListener {
  return (request, response) => {
    request.resume()
    const problem = problemOf(code)
    response.writeHead(problem.status, { 'content-type': PROBLEM_CONTENT_TYPE })
    response.end(JSON.stringify(problem))
  }
}

/** As much of tus 1.0 as one upload needs; the file id is the number of the upload. */
function accepting(received: Buffer[]): RequestListener {
  const answer: RequestListener = (request, response) => {
    response.setHeader('tus-resumable', '1.0.0')
    if (request.method === 'POST') {
      request.resume()
      received.push(Buffer.alloc(0))
      response.writeHead(201, { location: `/api/v1/uploads/${received.length}` }).end()
      return
    }
    void buffer(request).then((body) => {
      received[received.length - 1] = body
      response.writeHead(204, { 'upload-offset': String(body.length) }).end()
    })
  }
  return answer
}

describe('an upload', () => {
  it('sends the file and answers its id', async () => {
    const received: Buffer[] = []
    const login = await serve(accepting(received))

    const id = await uploadFile(login, path)

    expect(id).toBe('1')
    expect(received).toEqual([CONTENT])
  })

  it.each([
    ['unauthenticated', EXIT.loginNeeded],
    ['body-too-large', EXIT.failed],
  ] as const)('that is refused as %s says why, exit code %i', async (code, exitCode) => {
    const login = await serve(refusing(code))

    const uploaded = uploadFile(login, path)

    await expect(uploaded).rejects.toMatchObject({ problemCode: code, exitCode })
  })

  it('of a file that is not there is exit code 2', async () => {
    const uploaded = uploadFile({ url: 'http://node.example', token: '' }, `${path}.gone`)

    await expect(uploaded).rejects.toMatchObject({ exitCode: EXIT.usage })
  })
})

describe('the uploads of a submission', () => {
  it('are sent once for one idempotency key, and again for another or for another file', async () => {
    const received: Buffer[] = []
    const login = await serve(accepting(received))

    const first = await uploadFiles(login, [path], 'key-1')
    const again = await uploadFiles(login, [path], 'key-1')
    const other = await uploadFiles(login, [path], 'key-2')
    await writeFile(path, Buffer.concat([CONTENT, CONTENT]))
    const changed = await uploadFiles(login, [path], 'key-1')

    expect([first, again, other, changed]).toEqual([['1'], ['1'], ['2'], ['3']])
  })
})
