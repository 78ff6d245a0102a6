import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { consoleFiles } from '@crosspanel/node/http/console-files'
import type { AppEnv } from '@crosspanel/node/http/env'
import { securityHeaders } from '@crosspanel/node/http/security-headers'
import { Hono } from 'hono'

const run = promisify(execFile)
const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export interface Gallery extends AsyncDisposable {
  /** Where its list of views is. */
  readonly url: string
}

/** Builds the console's gallery into `dir` and serves it as a node does: with its content policy. */
export async function openGallery(dir: string): Promise<Gallery> {
  const vite = [fromRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error']
  const into = ['--mode', 'gallery', '--outDir', dir, '--emptyOutDir']
  await run(process.execPath, [...vite, ...into, fromRoot('console')])
  const app = new Hono<AppEnv>()
  app.use(securityHeaders({ isHttps: false }), ...consoleFiles(dir))
  const server = createServer((request, response) => void answer(app, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gallery.html`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  app: Hono<AppEnv>,
  { url = '/', headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { accept = '*/*' } = headers
  const answered = await app.request(url, { headers: { accept } })
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(new Uint8Array(await answered.arrayBuffer()))
}
