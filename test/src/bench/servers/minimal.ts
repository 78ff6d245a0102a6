/**
 * `/livez`, `/readyz` and `/api/v1/me` with as little as one can write them with: nothing is logged,
 * limited, counted or protected. `BENCH_FRAMEWORK` is raw, express or fastify.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import fastify from 'fastify'
import postgres from 'postgres'
import { reportReady, untilStopped } from '../ready.ts'

const sql = postgres(process.env['DATABASE_URL'] ?? '', { max: 10 })
const READY = { isReady: true, checks: [] }

async function findMe(authorization: string | undefined): Promise<object | undefined> {
  const digest = createHash('sha256').update(authorization?.slice('Bearer '.length) ?? '')
  const [account] = await sql`
    select a.id, a.email, a.name, a.role, a.password_hash is not null as "isSetUp",
      a.public_key as "publicKey", a.created_at as "createdAt"
    from sessions s join accounts a on a.id = s.account_id
    where s.token_sha256 = ${digest.digest('hex')} and s.expires_at > now()
      and a.disabled_at is null`
  return account
}

function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(value === undefined ? 401 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

async function answerRaw(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/livez') {
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.end('ok')
  } else if (request.url === '/readyz') {
    answerJson(response, READY)
  } else {
    answerJson(response, await findMe(request.headers.authorization))
  }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const START: Readonly<Record<string, () => Promise<string>>> = {
  raw: () => listen(createServer((request, response) => void answerRaw(request, response))),

  express() {
    const app = express()
    app.get('/livez', (_, response) => void response.type('text/plain').send('ok'))
    app.get('/readyz', (_, response) => void response.json(READY))
    app.get('/api/v1/me', async (request, response) => {
      response.json(await findMe(request.headers.authorization))
    })
    return listen(createServer(app))
  },

  fastify() {
    const app = fastify()
    app.get('/livez', (_, reply) => reply.type('text/plain').send('ok'))
    app.get('/readyz', (_, reply) => reply.send(READY))
    app.get('/api/v1/me', (request) => findMe(request.headers.authorization))
    return app.listen({ port: 0, host: '127.0.0.1' })
  },
}

const start = START[process.env['BENCH_FRAMEWORK'] ?? '']
if (start === undefined) throw new Error('BENCH_FRAMEWORK is raw, express or fastify')
const stopped = untilStopped()
reportReady(await start())
await stopped
process.exit()
