import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hash,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { fault } from '@crosspanel/protocol/faults'
import { DomainError, invalidRequest } from '@crosspanel/protocol/problem'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import {
  type IdempotencyStore,
  type StoredAnswer,
  TAKE_OVER_AFTER_MS,
} from './idempotency-store.ts'

export interface IdempotencyDeps {
  readonly store: IdempotencyStore
  readonly now: () => Date
  /** Whether the request is to a route that makes something; others pass. */
  readonly isCreating: (method: string, path: string) => boolean
}

/** Printable ASCII. The stored answer is encrypted under it, so a random one keeps it best. */
const KEY = /^[\x21-\x7e]{8,200}$/
const SETTLE_EVERY_MS = 500

/**
 * A creating request has its effect once, however often it is sent with the same
 * `Idempotency-Key` within 24 hours: repetitions get the first answer again. An answer that is no
 * success is not kept, so a request that was refused or failed may be sent again under its key.
 */
export function withIdempotency({ store, now, isCreating }: IdempotencyDeps) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!isCreating(c.req.method, c.req.path)) return next()
    const key = requireKey(c)
    const request = {
      accountId: c.var.account.id,
      keySha256: hash('sha256', key, 'hex'),
      requestSha256: await digestOfRequest(c),
    }
    const startedAt = now()
    const release = () => store.release(request, startedAt)
    const claim = await store.claim(request, startedAt).catch(settleLater(release))
    switch (claim.kind) {
      case 'other-request':
        throw new DomainError('idempotency-key-reused')
      case 'under-way':
        throw new DomainError('idempotency-conflict', undefined, { retryAfterS: 1 })
      case 'answered':
        return replay(c, claim.answer, key)
      case 'claimed': {
        await next()
        const answer = c.res.ok ? await toStored(c.res, key) : undefined
        const settle = answer ? () => store.keep(request, startedAt, answer) : release
        await settle().catch(settleLater(settle))
        return
      }
    }
  })
}

/**
 * A database that goes away in the middle must not leave the key under way for longer than it is gone:
 * the claim is settled when it answers again, or taken over after its time. The error goes on.
 */
function settleLater(settle: () => Promise<void>): (error: unknown) => never {
  async function retry(): Promise<void> {
    for (let left = TAKE_OVER_AFTER_MS / SETTLE_EVERY_MS; left > 0; left -= 1) {
      await pause(SETTLE_EVERY_MS, undefined, { ref: false })
      const isSettled = await settle().then(
        () => true,
        () => false,
      )
      if (isSettled) return
    }
  }
  return (error) => {
    void retry()
    throw error
  }
}

function requireKey(c: Context<AppEnv>): string {
  const key = c.req.header('idempotency-key')
  if (key === undefined) throw new DomainError('idempotency-key-missing')
  if (!KEY.test(key)) {
    throw invalidRequest(fault('idempotency-key', '#/Idempotency-Key'))
  }
  return key
}

async function digestOfRequest(c: Context<AppEnv>): Promise<string> {
  const body = new Uint8Array(await c.req.arrayBuffer())
  return createHash('sha256').update(`${c.req.method}\n${c.req.path}\n`).update(body).digest('hex')
}

function replay(c: Context<AppEnv>, answer: StoredAnswer, key: string): Response {
  c.header('idempotency-replayed', 'true')
  if (answer.contentType !== null) c.header('content-type', answer.contentType)
  if (answer.location !== null) c.header('location', answer.location)
  return c.newResponse(unseal(answer.sealedBody, key), { status: answer.status as 200 })
}

async function toStored(response: Response, key: string): Promise<StoredAnswer> {
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    location: response.headers.get('location'),
    sealedBody: seal(await response.clone().text(), key),
  }
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

function answerKey(key: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'crosspanel idempotent answer', 32))
}

function seal(body: string, key: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, answerKey(key), nonce)
  const sealed = [nonce, cipher.update(body, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(sealed).toString('base64')
}

function unseal(sealedBody: string, key: string): string {
  const bytes = Buffer.from(sealedBody, 'base64')
  const decipher = createDecipheriv(CIPHER, answerKey(key), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
  return Buffer.concat([opened, decipher.final()]).toString('utf8')
}
