import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { DomainError } from '@crosspanel/protocol/problem'
import PQueue from 'p-queue'
import type { Acquaintance } from './login-marks.ts'

export interface PasswordHasher {
  hash(password: string, by?: Acquaintance): Promise<string>
  /** Takes the same time whether or not there is a hash to compare with (T22). */
  matches(
    passwordHash: string | null | undefined,
    password: string,
    by?: Acquaintance,
  ): Promise<boolean>
  /** How many passwords were hashed since the start. */
  readonly hashed: number
}

/** Argon2id with 19 MiB, 2 passes, 1 lane: the parameters of OWASP's password storage cheat sheet. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Hashing runs on libuv's four threads, which files need too, and half the cores are for other requests. */
const CONCURRENCY = Math.min(2, Math.max(1, Math.floor(availableParallelism() / 2)))
const QUEUE_MAX = 100
/** Whoever is known goes first, so that a queue full of guesses holds no owner up. */
const PRIORITY = { device: 2, network: 1, stranger: 0 } as const

export function createPasswordHasher(concurrency = CONCURRENCY): PasswordHasher {
  const queue = new PQueue({ concurrency })
  const absent = hash('a password that nobody has', ARGON2ID)
  let hashed = 0

  function enqueue<T>(work: () => Promise<T>, by: Acquaintance = 'stranger'): Promise<T> {
    if (by === 'stranger' && queue.size >= QUEUE_MAX) {
      throw new DomainError('rate-limited', undefined, { retryAfterS: 5 })
    }
    const counted = () => {
      hashed += 1
      return work()
    }
    return queue.add(counted, { priority: PRIORITY[by] })
  }

  return {
    hash: (password, by) => enqueue(() => hash(password, ARGON2ID), by),
    matches: (passwordHash, password, by) =>
      enqueue(async () => {
        const isMatch = await verify(passwordHash ?? (await absent), password)
        return isMatch && typeof passwordHash === 'string'
      }, by),
    get hashed() {
      return hashed
    },
  }
}
