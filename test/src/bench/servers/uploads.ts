/**
 * What uploads are compared with. `BENCH_KIND` is tus, the tus server with its file store, which reads
 * each file again for its digest as somebody would who wants one; or pipe, a body that goes to a file
 * and through SHA-256 with nothing around it. Both answer the digest of a whole upload as `x-sha256`.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import {
  createServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import { reportReady, untilStopped } from '../ready.ts'

const dir = process.env['BENCH_DIR'] ?? ''
const PATH = '/uploads'

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(bytes)
  return hash.digest('hex')
}

function tusServer(): HttpServer {
  const tus = new Server({
    path: PATH,
    datastore: new FileStore({ directory: dir }),
    async onUploadFinish(_, { id }) {
      return { headers: { 'x-sha256': await sha256Of(join(dir, id)) } }
    },
  })
  return createServer((request, response) => void tus.handle(request, response))
}

async function pipe(request: IncomingMessage): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(join(dir, basename(request.url ?? '')), 'w')
  try {
    for await (const bytes of request as AsyncIterable<Uint8Array>) {
      hash.update(bytes)
      await file.write(bytes)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'DELETE') await rm(join(dir, basename(request.url ?? '')))
  else response.setHeader('x-sha256', await pipe(request))
  response.writeHead(204).end()
}

function pipeServer(): HttpServer {
  return createServer((request, response) => void answer(request, response))
}

await mkdir(dir, { recursive: true })
const stopped = untilStopped()
const server = process.env['BENCH_KIND'] === 'tus' ? tusServer() : pipeServer()
server.listen(0, '127.0.0.1', () => {
  reportReady(`http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`)
})
await stopped
process.exit()
