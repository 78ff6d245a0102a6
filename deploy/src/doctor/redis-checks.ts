import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { NodeHome } from '../node-home.ts'
import type { Check } from './check.ts'
import { found } from './machine-checks.ts'

const CALL_MS = 3_000
const AWAY = 'Redis does not answer: work goes on, more slowly'

export const REDIS_CHECKS: readonly Check[] = [
  {
    id: 'redis',
    about: 'Redis answers and is not open to the network (work goes on without it)',
    async look({ home }) {
      if (home.settings['REDIS_URL'] === undefined)
        return found('ok', 'private, on a socket of this directory')
      return ask(home, async (redis) => {
        const info = await redis.info('server')
        const [, bind = ''] = (await redis.config('GET', 'bind').catch(() => [])) as string[]
        const seen = `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? ''}`
        const isOpen = /(^|\s)(\*|0\.0\.0\.0|-?::\*?)(\s|$)/.test(bind)
        const fix = 'bind 127.0.0.1 in redis.conf, and requirepass'
        return isOpen ? found('warn', `${seen} listens on every address`, fix) : found('ok', seen)
      })
    },
  },
  {
    id: 'redis-eviction',
    about: 'Redis forgets no mark before its time (`maxmemory-policy`)',
    look({ home }) {
      return ask(home, async (redis) => {
        const info = await redis.info('memory')
        const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1] ?? 'unknown'
        const isBounded = /maxmemory:0\s/.exec(info) === null
        if (policy === 'noeviction' || !isBounded) return found('ok', policy)
        return found(
          'fail',
          `${policy}: with its memory full, a used token of a peer would pass again`,
          home.settings['REDIS_URL'] === undefined
            ? 'stop the node and start it again'
            : 'maxmemory-policy noeviction in redis.conf',
        )
      })
    },
  },
]

type Look = (redis: Redis) => ReturnType<Check['look']>

async function ask(home: NodeHome, look: Look): ReturnType<Check['look']> {
  const own = join(home.dir, 'redis', 'redis.sock')
  const url = home.settings['REDIS_URL'] ?? own
  if (url === own && !existsSync(own)) return found('skipped', 'the private Redis does not run')
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CALL_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return await look(redis)
  } catch {
    return found('warn', AWAY, 'start Redis, or correct REDIS_URL')
  } finally {
    redis.disconnect()
  }
}
