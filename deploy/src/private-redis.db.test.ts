import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb } from '@crosspanel/node/db'
import { openHints } from '@crosspanel/node/hints'
import { createReplayGuard } from '@crosspanel/node/peers/peer-replay'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../test/src/postgres.ts'
import { openPrivateRedis } from './private-redis.ts'

const LOG = pino({ level: 'silent' })
const TOKEN = { issuer: 'site:ulm', jti: 'a-token' } as const

describe('a private Redis', () => {
  it('refuses when its memory is full and forgets no mark; the node does without it', async () => {
    await using stack = new AsyncDisposableStack()
    const dir = await mkdtemp(join(tmpdir(), 'crosspanel-redis-'))
    stack.defer(() => rm(dir, { recursive: true, force: true }))
    const { url } = stack.use(await openPrivateRedis(dir))
    const redis = new Redis(url)
    stack.defer(() => redis.disconnect())
    const database = stack.use(await cloneDatabase('node'))
    const { db, close } = openDb(database.url)
    stack.defer(close)
    const hints = stack.use(openHints(url, 'test', LOG))
    await expect.poll(() => hints.isConnected()).toBe(true)
    expect(await hints.mark('early', 60)).toBe(true)

    await redis.config('SET', 'maxmemory', '1')

    expect(await hints.mark('late', 60)).toBeUndefined()
    hints.wake('outbox')
    expect(await redis.exists('test:early')).toBe(1)
    // Postgres tells then whether a token was used, also to a process that did not see it.
    expect(await createReplayGuard(db, hints).isFirstUse(TOKEN)).toBe(true)
    expect(await createReplayGuard(db, hints).isFirstUse(TOKEN)).toBe(false)
  })
})
