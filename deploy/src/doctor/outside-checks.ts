import { detectEngines } from '@crosspanel/node/pipeline/engines'
import type { Check, Patient } from './check.ts'
import { found } from './machine-checks.ts'

const CLOCK_WARN_S = 10
const CLOCK_FAIL_S = 60
const CALL_MS = 3_000

export const OUTSIDE_CHECKS: readonly Check[] = [
  {
    id: 'engines',
    about: 'the engines are installed and say their versions',
    async look() {
      const { found: engines, missing } = await detectEngines()
      const seen = Object.values(engines).map(({ name, version }) => `${name} ${version}`)
      if (missing.length === 0) return found('ok', seen.join(', '))
      const packages = missing.map(({ debianPackage }) => debianPackage)
      return found(
        'fail',
        `missing: ${missing.map(({ name }) => name).join(', ')}`,
        `sudo apt-get install -y --no-install-recommends ${[...new Set(packages)].join(' ')}`,
      )
    },
  },
  {
    id: 'registry',
    about: 'the registry is reached',
    async look({ home, signal }) {
      const url = home.settings['CROSSPANEL_REGISTRY_URL']
      if (url === undefined) {
        return found('skipped', 'not in a federation', 'crosspanel up --join INVITE')
      }
      try {
        const { status, ms } = await call(new URL('/v1/federation', url).href, signal)
        return status === 200
          ? found('ok', `answers in ${ms} ms`)
          : found('warn', `answers with status ${status}`, `look at ${new URL(url).origin}`)
      } catch (error) {
        return found('fail', `${url}: ${codeOf(error)}`, 'crosspanel netcheck')
      }
    },
  },
  {
    id: 'clock',
    about: "this machine's clock against the registry's and the database's",
    async look({ home, signal, sql }) {
      const url = home.settings['CROSSPANEL_REGISTRY_URL']
      const offsetS = await (
        url === undefined
          ? sql().then(databaseOffset)
          : call(new URL('/v1/federation', url).href, signal).then((answer) => answer.offsetS)
      ).catch(() => undefined)
      if (offsetS === undefined) {
        return found('skipped', `no answer: see ${url === undefined ? 'postgres' : 'registry'}`)
      }
      const seen = `${Math.abs(offsetS).toFixed(1)} s apart`
      const fix = 'sudo timedatectl set-ntp true'
      if (Math.abs(offsetS) > CLOCK_FAIL_S) return found('fail', `${seen}: peers refuse calls`, fix)
      return Math.abs(offsetS) > CLOCK_WARN_S ? found('warn', seen, fix) : found('ok', seen)
    },
  },
  {
    id: 'own-url',
    about: 'the address of the node leads to it, through the proxy before it',
    look: lookAtOwnUrl,
  },
]

async function lookAtOwnUrl({ home, signal }: Patient) {
  const url = home.settings['CROSSPANEL_URL']
  if (url === undefined)
    return found('warn', 'CROSSPANEL_URL is not set', 'set `url` in settings.toml')
  try {
    const { status, ms } = await call(new URL('/livez', url).href, signal)
    if (status === 200) return found('ok', `${url} answers in ${ms} ms`)
    return found('fail', `${url} answers with status ${status}`, 'let the proxy pass / to the node')
  } catch (error) {
    const code = codeOf(error)
    return found('warn', `${url}: ${code}`, FIX_OF_CODE[code] ?? 'start the node, then its proxy')
  }
}

/** What stands in the way of a connection, by its code. */
const FIX_OF_CODE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'make a DNS record for the name',
  ECONNREFUSED: 'crosspanel node start; with a proxy, start that too',
  CERT_HAS_EXPIRED: 'renew the certificate of the proxy',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'use a certificate that other sites can verify',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'let the proxy send the whole chain of certificates',
}

/** `fetch` fails with what stands in the way as its cause, and without one when there was no answer in time. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer'
}

async function call(url: string, signal: AbortSignal) {
  const startedMs = performance.now()
  const answer = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]),
  })
  await answer.body?.cancel()
  const ms = Math.round(performance.now() - startedMs)
  const said = Date.parse(answer.headers.get('date') ?? '')
  const offsetS = Number.isNaN(said) ? 0 : (Date.now() - ms / 2 - said) / 1000
  return { status: answer.status, ms, offsetS }
}

async function databaseOffset(sql: Awaited<ReturnType<Patient['sql']>>): Promise<number> {
  const [row] = await sql<{ now: Date }[]>`select clock_timestamp() as now`
  return row === undefined ? 0 : (Date.now() - row.now.getTime()) / 1000
}
