import { randomInt } from 'node:crypto'
import type {
  DeviceLoginPoll,
  DeviceLoginRequest,
  DeviceLoginStarted,
  StartDeviceLogin,
} from '@crosspanel/protocol/device-login'
import { DomainError } from '@crosspanel/protocol/problem'
import { shownUserCode, USER_CODE_LENGTH, USER_CODE_LETTERS } from '@crosspanel/protocol/user-code'
import type { Account } from './account.ts'
import type { DeviceLoginStore } from './device-login-store.ts'
import { deviceLoginLimitsOf, type LoginThrottle, userCodeLimitsOf } from './login-throttle.ts'
import { newSession } from './new-session.ts'
import type { Origin } from './origin.ts'
import { digestOfToken, newSecretToken } from './secret-tokens.ts'
import { viewOf } from './views.ts'

export interface DeviceLoginsDeps {
  readonly deviceLoginStore: DeviceLoginStore
  readonly throttle: LoginThrottle
  readonly siteUrl?: string | undefined
  readonly newId: () => string
  readonly now: () => Date
}

const LIFE_S = 600
const INTERVAL_S = 5

/** Logs a command line in that has no browser, by somebody who approves it in one (RFC 8628). */
export function createDeviceLogins(deps: DeviceLoginsDeps) {
  const { deviceLoginStore, throttle, siteUrl = '', newId, now } = deps

  /** Every code that nobody waits for counts as a guess. */
  async function requireFound<T>(
    account: Account,
    { address }: Origin,
    find: (at: Date) => Promise<T>,
  ): Promise<Exclude<T, undefined | false>> {
    const limits = userCodeLimitsOf(account.id, address)
    await throttle.attempt(limits, now())
    const found = await find(now())
    if (found === undefined || found === false) throw new DomainError('device-login-not-found')
    await throttle.succeeded(limits, now())
    return found as Exclude<T, undefined | false>
  }

  const decide =
    (state: 'approved' | 'denied') =>
    async (account: Account, userCode: string, origin: Origin): Promise<void> => {
      await requireFound(account, origin, (at) =>
        deviceLoginStore.decide(digestOfToken(userCode), state, account.id, at),
      )
    }

  return {
    async startDeviceLogin(
      { machine }: StartDeviceLogin,
      { address }: Origin,
    ): Promise<DeviceLoginStarted> {
      await throttle.attempt(deviceLoginLimitsOf(address), now())
      const deviceCode = newSecretToken('device-code')
      const createdAt = now()
      const expiresAt = new Date(createdAt.getTime() + LIFE_S * 1000)
      const login = {
        deviceCodeSha256: digestOfToken(deviceCode),
        state: 'pending' as const,
        machine,
        address,
        createdAt,
        expiresAt,
        intervalS: INTERVAL_S,
      }
      let code = newUserCode()
      while (!(await deviceLoginStore.insert({ ...login, userCodeSha256: digestOfToken(code) }))) {
        code = newUserCode()
      }
      const userCode = shownUserCode(code)
      const verificationUri = `${siteUrl.replace(/\/$/, '')}/device`
      return {
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete: `${verificationUri}?code=${userCode}`,
        expiresInS: LIFE_S,
        intervalS: INTERVAL_S,
      }
    },

    /** Gives the session's token to whoever has the device code, once somebody has approved it. */
    async pollDeviceLogin(deviceCode: string, origin: Origin): Promise<DeviceLoginPoll> {
      const { token, session } = newSession('command-line', origin, newId(), now())
      const polled = await deviceLoginStore.poll(digestOfToken(deviceCode), session, now())
      switch (polled.outcome) {
        case 'gone':
          throw new DomainError('device-code-expired')
        case 'denied':
          throw new DomainError('device-login-denied')
        case 'too-early':
          throw new DomainError('slow-down', undefined, { retryAfterS: polled.intervalS })
        case 'pending':
          return { state: 'pending', intervalS: polled.intervalS }
        case 'approved': {
          await throttle.succeeded(deviceLoginLimitsOf(origin.address), now())
          const expiresAt = session.expiresAt.toISOString()
          return { state: 'approved', account: viewOf(polled.account), token, expiresAt }
        }
      }
    },

    async lookUpDeviceLogin(
      account: Account,
      userCode: string,
      origin: Origin,
    ): Promise<DeviceLoginRequest> {
      const login = await requireFound(account, origin, (at) =>
        deviceLoginStore.findWaiting(digestOfToken(userCode), at),
      )
      return {
        userCode: shownUserCode(userCode),
        machine: login.machine,
        address: login.address,
        startedAt: login.createdAt.toISOString(),
        expiresAt: login.expiresAt.toISOString(),
      }
    },

    approveDeviceLogin: decide('approved'),
    denyDeviceLogin: decide('denied'),
  }
}

function newUserCode(): string {
  return Array.from(
    { length: USER_CODE_LENGTH },
    () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)],
  ).join('')
}
