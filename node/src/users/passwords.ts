import { hash, verify } from '@node-rs/argon2'
import { DomainError } from '@crosspanel/protocol/problem'
import PQueue from 'p-queue'

export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Takes the same time whether or not there is a hash to compare with (T22). */
  matches(passwordHash: string | null | undefined, password: string): Promise<boolean>
}

/** Argon2id with 19 MiB, 2 passes, 1 lane: the parameters of OWASP's password storage cheat sheet. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Hashing runs on libuv's four threads, which files need too. */
const CONCURRENCY = 2
const QUEUE_MAX = 100

export function createPasswordHasher(): PasswordHasher {
  const queue = new PQueue({ concurrency: CONCURRENCY })
  const absent = hash('a password that nobody has', ARGON2ID)

  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (queue.size >= QUEUE_MAX)
      throw new DomainError('rate-limited', undefined, { retryAfterS: 5 })
    return queue.add(work)
  }

  return {
    hash: (password) => enqueue(() => hash(password, ARGON2ID)),
    matches: (passwordHash, password) =>
      enqueue(async () => {
        const isMatch = await verify(passwordHash ?? (await absent), password)
        return isMatch && typeof passwordHash === 'string'
      }),
  }
}
