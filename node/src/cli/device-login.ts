import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { DeviceLoginPoll, DeviceLoginStarted } from '@crosspanel/protocol/device-login'
import { CliError, EXIT, isPassing } from '@crosspanel/protocol/exit-codes'
import type { Api } from './api.ts'
import { openBrowser } from './browser.ts'
import { note } from './output.ts'

type Approved = Extract<DeviceLoginPoll, { state: 'approved' }>

/**
 * Shows a code to be approved in a browser here or elsewhere, and waits for the session (RFC 8628). With
 * `opensBrowser` the page opens by itself where there is a browser.
 */
export async function logInByDevice(
  api: Api,
  { opensBrowser }: { readonly opensBrowser: boolean },
): Promise<Approved> {
  const started = await api.call('/api/v1/device-logins', DeviceLoginStarted, {
    method: 'POST',
    body: { machine: hostname() },
  })
  const minutes = Math.round(started.expiresInS / 60)
  const withCode = addressAt(api.url, started.verificationUriComplete)
  note(`Open this address in a browser where you are logged in, on any machine:

    ${addressAt(api.url, started.verificationUri)}

and type this code there, within ${minutes} minutes:

    ${started.userCode}

Or open it with the code: ${withCode}`)
  if (opensBrowser && (await openBrowser(withCode))) note('It opens in your browser now.')
  note('Waiting for your approval in the browser. Press Ctrl+C to give up.')
  return poll(api, started)
}

async function poll(
  api: Api,
  { deviceCode, intervalS, expiresInS }: DeviceLoginStarted,
): Promise<Approved> {
  let pauseS = intervalS
  for (let waitedS = 0; waitedS < expiresInS; waitedS += pauseS) {
    await delay(pauseS * 1000)
    const answer = await api
      .call('/api/v1/device-logins/token', DeviceLoginPoll, {
        method: 'POST',
        body: { deviceCode },
      })
      .catch((error: unknown) => {
        const intervalS = pauseAfter(error, pauseS)
        if (intervalS === undefined) throw error
        return { state: 'pending' as const, intervalS }
      })
    if (answer.state === 'approved') return answer
    pauseS = answer.intervalS
  }
  throw new CliError('nobody approved the login in time', EXIT.loginNeeded)
}

/** How long to wait when asking again makes sense: a node that is away for a moment forgets no code. */
function pauseAfter(error: unknown, pauseS: number): number | undefined {
  if (!(error instanceof CliError)) return undefined
  if (error.problemCode === 'slow-down') return error.retryAfterS ?? pauseS * 2
  return isPassing(error) ? Math.max(error.retryAfterS ?? 0, Math.min(60, pauseS * 2)) : undefined
}

/** A node that does not know how it is reached is where it was reached. */
function addressAt(site: string, uri: string): string {
  return uri.startsWith('/') ? site + uri : uri
}
