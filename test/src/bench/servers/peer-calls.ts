/**
 * A node's edge with two routes that do the same work, one behind a hop token and one open. All that
 * stands before the signed one is a node's own: replay guard on Redis, links in Postgres, limits.
 */
import { randomUUID } from 'node:crypto'
import { createApp } from '@crosspanel/node/app'
import { openDb } from '@crosspanel/node/db'
import { openHints } from '@crosspanel/node/hints'
import { createRateLimiter, RATE_CLASSES } from '@crosspanel/node/http/rate-limiter'
import type { RateQuotas } from '@crosspanel/node/http/rate-limiter'
import { count } from '@crosspanel/node/http/rate-limit'
import { serveApp } from '@crosspanel/node/http/server'
import { createPeerLinks } from '@crosspanel/node/peers/peer-links'
import { createReplayGuard } from '@crosspanel/node/peers/peer-replay'
import { readIdentityKeys } from '@crosspanel/node/peers/site-keys'
import { createRefusalAudit } from '@crosspanel/node/peers/refusal-audit'
import { type PeerEnv, verifyPeerCall } from '@crosspanel/node/peers/verify-peer-call'
import { importVerifyKey, keyIdOf } from '@crosspanel/protocol/keys'
import { Hono } from 'hono'
import { pino } from 'pino'
import { absentParts } from '../../absent.ts'
import { EDGE_CONFIG } from '../../edge-config.ts'
import { reportReady, untilStopped } from '../ready.ts'

const UNREACHED = 1_000_000_000
const log = pino({ level: 'silent' })
const now = () => new Date()

const stopped = untilStopped()
await using stack = new AsyncDisposableStack()
const { db, close } = openDb(process.env['DATABASE_URL'] ?? '')
stack.defer(close)
const hints = stack.use(openHints(process.env['REDIS_URL'], 'bench-peer', log))
const quotas = Object.fromEntries(RATE_CLASSES.map((name) => [name, UNREACHED])) as RateQuotas
const rateLimiter = stack.use(
  createRateLimiter({ quotas, redis: hints.redis, prefix: 'bench-peer' }),
)
const links = createPeerLinks({ db, hints, log, backoffMaxMs: 1_000 })
const caller = await readIdentityKeys(process.env['BENCH_CALLER_KEYS'] ?? '')
const key = await importVerifyKey(caller.sign)
const keys = new Map([
  [await keyIdOf(caller.sign), { key, notBeforeMs: 0, notAfterMs: Number.MAX_SAFE_INTEGER }],
])

const signed = new Hono<PeerEnv>()
  .use(
    verifyPeerCall({
      self: EDGE_CONFIG.siteId,
      findSite: (siteId) => (siteId === caller.siteId ? { status: 'active', keys } : undefined),
      replay: createReplayGuard(db, hints),
      recordRefusal: createRefusalAudit(db, log),
      onCall: (issuer) => links.heard(issuer, 'call'),
      onStranger: () => undefined,
      limitPeer: (c, siteId) => count(c, rateLimiter, 'peer', siteId),
      now,
    }),
  )
  .post('/count', (c) => c.json({ bytes: c.var.body.byteLength }))
const open = new Hono().post('/count', async (c) =>
  c.json({ bytes: (await c.req.arrayBuffer()).byteLength }),
)

const app = createApp(
  absentParts({
    config: EDGE_CONFIG,
    version: '0.0.0',
    log,
    newId: randomUUID,
    now,
    rateLimiter,
    mountPeers: (root) => void root.route('/peer/v1', signed).route('/peer/open', open),
  }),
)
const server = await serveApp(app, { host: '127.0.0.1', port: 0 })
stack.defer(() => server.close(0))
reportReady(server.url)
await stopped
