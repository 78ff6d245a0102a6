import { hash } from 'node:crypto'
import type { Authenticated } from '../users/account.ts'
import { within } from './within.ts'

export interface ViewerDeps {
  readonly authenticate: (credential: string) => Promise<Authenticated | undefined>
}

/** The longest that a health page waits to learn who asks. */
const WAIT_MS = 1_000
const REMEMBERED_MS = 900_000
const REMEMBERED_MAX = 100

/**
 * Whether a credential is an administrator's, asked so that the answer comes with the database away:
 * one that was good here within the last quarter of an hour still is, for looking at health alone.
 */
export function createAdministratorCheck({ authenticate }: ViewerDeps) {
  const goodAtMs = new Map<string, number>()

  function remember(key: string): void {
    goodAtMs.delete(key)
    goodAtMs.set(key, performance.now())
    const [oldest] = goodAtMs.keys()
    if (goodAtMs.size > REMEMBERED_MAX && oldest !== undefined) goodAtMs.delete(oldest)
  }

  return async function isAdministrator(credential: string | undefined): Promise<boolean> {
    if (credential === undefined) return false
    const key = hash('sha256', credential, 'base64')
    const found = await within(authenticate(credential), WAIT_MS, 'unknown' as const)
    if (found === 'unknown') {
      const atMs = goodAtMs.get(key)
      return atMs !== undefined && performance.now() - atMs < REMEMBERED_MS
    }
    const isGood = found?.account.role === 'site-admin'
    if (isGood) remember(key)
    else goodAtMs.delete(key)
    return isGood
  }
}
