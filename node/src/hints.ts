import { EventEmitter } from 'node:events'
import { Redis } from 'ioredis'
import type { Logger } from './logger.ts'

/**
 * Hints, short-lived marks and fan-out. Losing them loses nothing: whoever waits for a hint also
 * polls, and a mark that cannot be set has a slower way in Postgres.
 */
export interface Hints extends AsyncDisposable {
  readonly kind: 'redis' | 'in-process'
  /** Sets the mark unless it stands already. `undefined` when nobody can tell now. */
  mark(key: string, ttlS: number): Promise<boolean | undefined>
  /** Wakes whoever listens to the topic, in this process and in the site's others. */
  wake(topic: Topic): void
  onWake(topic: Topic, listener: () => void): () => void
  isConnected(): boolean
  /** For what has a way of its own while Redis is away: commands fail at once then. */
  readonly redis: Redis | undefined
}

export type Topic = 'outbox' | 'runs' | 'jobs' | 'notifications'

const COMMAND_TIMEOUT_MS = 500
const RECONNECT_MAX_MS = 2_000

/** `prefix` keeps several nodes apart on one Redis. */
export function openHints(url: string | undefined, prefix: string, log: Logger): Hints {
  if (url === undefined) {
    log.warn('no Redis: hints stay in this process, so run one process only')
    return openInProcessHints()
  }
  return openRedisHints(url, prefix, log)
}

export function openInProcessHints(): Hints {
  const emitter = new EventEmitter().setMaxListeners(0)
  const marks = new Map<string, number>()
  return {
    kind: 'in-process',
    redis: undefined,
    mark(key, ttlS) {
      const now = performance.now()
      for (const [known, until] of marks) if (until < now) marks.delete(known)
      const isNew = !marks.has(key)
      if (isNew) marks.set(key, now + ttlS * 1000)
      return Promise.resolve(isNew)
    },
    wake: (topic) => void emitter.emit(topic),
    onWake: (topic, listener) => subscribe(emitter, topic, listener),
    isConnected: () => true,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function openRedisHints(url: string, prefix: string, log: Logger): Hints {
  const options = {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, RECONNECT_MAX_MS),
  }
  const commands = new Redis(url, options)
  const subscriber = new Redis(url, {
    ...options,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: 60_000,
  })
  const emitter = new EventEmitter().setMaxListeners(0)
  const channel = `${prefix}:wake`
  let wasConnected = true
  for (const client of [commands, subscriber]) {
    client.on('error', () => {
      if (wasConnected) log.warn('Redis is out of reach; going on without hints')
      wasConnected = false
    })
    client.on('ready', () => (wasConnected = true))
  }
  subscriber.on('message', (_channel, topic) => emitter.emit(topic))
  subscriber.subscribe(channel).catch(() => undefined)
  return {
    kind: 'redis',
    redis: commands,
    async mark(key, ttlS) {
      try {
        return (await commands.set(`${prefix}:${key}`, '1', 'EX', ttlS, 'NX')) === 'OK'
      } catch {
        return undefined
      }
    },
    wake(topic) {
      emitter.emit(topic)
      commands.publish(channel, topic).catch(() => undefined)
    },
    onWake: (topic, listener) => subscribe(emitter, topic, listener),
    isConnected: () => commands.status === 'ready',
    [Symbol.asyncDispose]: () => {
      commands.disconnect()
      subscriber.disconnect()
      return Promise.resolve()
    },
  }
}

function subscribe(emitter: EventEmitter, topic: Topic, listener: () => void): () => void {
  emitter.on(topic, listener)
  return () => void emitter.off(topic, listener)
}
