import { FederationDocument, GeneralJws } from '@crosspanel/protocol/federation'
import type { SendHttp } from '@crosspanel/node/peers/http-client'
import { CONTACT_LATE_AFTER_S } from '@crosspanel/protocol/states'
import type { NodeHome } from '../node-home.ts'
import type { Check, DoctorFinding, Patient } from '../doctor/check.ts'
import { CERTIFICATE_WARN_DAYS } from '../doctor/federation-checks.ts'
import { type FederationFacts, ownStatement } from '../doctor/federation-facts.ts'
import { found } from '../doctor/machine-checks.ts'
import { certificateDays, reach, type Reached, UnreachableError } from '../doctor/reach.ts'

const CLOCK_WARN_S = 10
const CLOCK_FAIL_S = 60
const SLOW_MS = 2_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SET_CLOCK = 'sudo timedatectl set-ntp true'

/** What is between this node and the others, as far as one side can tell. */
export function networkChecks(
  home: NodeHome,
  facts: FederationFacts | undefined,
  send: SendHttp,
): readonly Check[] {
  return [
    ownProcess(home, send),
    ownAddress(home, facts, send),
    registry(home, facts, send),
    ...peersOf(home, facts).flatMap(({ statement }) => [
      towardsPeer(statement, send),
      fromPeer(statement),
    ]),
  ]
}

type Statement = Awaited<ReturnType<typeof ownStatement>>

function peersOf(home: NodeHome, facts: FederationFacts | undefined) {
  return [...(facts?.view?.sites.values() ?? [])]
    .map(({ site }) => site)
    .filter(({ member }) => member.siteId !== home.siteId && member.status === 'active')
}

/** Where the process listens: the proxy's own way to it. */
function ownProcess({ settings }: NodeHome, send: SendHttp): Check {
  return probe('node', 'this node runs', async (signal) => {
    const host = settings['CROSSPANEL_HOST'] ?? '127.0.0.1'
    const port = settings['CROSSPANEL_PORT'] ?? '8080'
    const isEverywhere = ['0.0.0.0', '::'].includes(host)
    const address = `http://${isEverywhere ? '127.0.0.1' : bracketed(host)}:${port}/livez`
    try {
      return judge(await reach(send, address, signal), undefined)
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error
      return found('fail', `port ${port}: ${error.code}`, 'crosspanel node start')
    }
  })
}

function ownAddress(home: NodeHome, facts: FederationFacts | undefined, send: SendHttp): Check {
  return probe('own address', 'the address that peers have leads here', async (signal) => {
    const stated = facts && (await ownStatement(facts)).url
    const address = stated ?? home.settings['CROSSPANEL_URL']
    if (address === undefined)
      return found('fail', 'CROSSPANEL_URL is not set', 'set `url` in settings.toml')
    const finding = await lookAt(send, address, signal)
    const set = home.settings['CROSSPANEL_URL']
    if (finding.state !== 'ok' || set === undefined || isSameAddress(set, address)) return finding
    return found(
      'warn',
      `peers have ${address}, settings.toml says ${set}`,
      'enrol again with the new address, or set `url` back',
    )
  })
}

function registry({ settings }: NodeHome, facts: FederationFacts | undefined, send: SendHttp) {
  return probe('registry', 'the registry answers with the newest document', async (signal) => {
    const address = settings['CROSSPANEL_REGISTRY_URL'] ?? facts?.trust.registryUrl
    if (address === undefined)
      return found('skipped', 'not in a federation', 'crosspanel up --join INVITE')
    const answer = await reach(send, new URL('/v1/federation', address).href, signal)
    const finding = judge(answer, await certificateDays(address, signal))
    if (answer.status !== 200) return finding
    const document = documentOf(answer.body)
    if (document === undefined)
      return found('fail', 'the answer is no federation document', `look at ${address}`)
    const { version, issued, expires } = document
    const ageH = Math.round((Date.now() - Date.parse(issued)) / HOUR_MS)
    const days = Math.floor((Date.parse(expires) - Date.now()) / DAY_MS)
    const seen = `${finding.evidence}, version ${version} signed ${ageH} h ago, good for ${days} days`
    if (days < 0) return found('fail', seen, 'let the registry sign a new document')
    const known = facts?.view?.document.version ?? 0
    if (known < version && facts !== undefined)
      return found(
        'warn',
        `${seen}; this node has version ${known}`,
        'start the node: it fetches the document',
      )
    return { ...finding, evidence: seen }
  })
}

function towardsPeer({ siteId, url, contact }: Statement, send: SendHttp): Check {
  return probe(`to ${siteId}`, 'our calls arrive at the peer', async (signal) => {
    const finding = await lookAt(send, url, signal)
    if (finding.state !== 'fail') return finding
    return { ...finding, fix: `${finding.fix ?? 'look at the node there'} (${contact})` }
  })
}

/**
 * Whether the peer's calls arrive here shows in when the last one did: a node asks its peers for
 * their health all the time.
 */
function fromPeer({ siteId, contact }: Statement): Check {
  return {
    id: `from ${siteId}`,
    about: 'the calls of the peer arrive here',
    async look({ sql }) {
      const db = await sql()
      const [row] = await db<{ age: number | null }[]>`
        select extract(epoch from now() - last_called_at)::int as age
        from peer_links where site_id = ${siteId}`
      const age = row?.age ?? null
      const fix = `let proxy and firewall pass its calls to the own address; ask there for crosspanel netcheck (${contact})`
      if (age === null) return found('fail', 'never heard a call of it', fix)
      return age < CONTACT_LATE_AFTER_S
        ? found('ok', `heard a call of it ${age} s ago`)
        : found('fail', `last heard a call of it ${age} s ago`, fix)
    },
  }
}

async function lookAt(
  send: SendHttp,
  address: string,
  signal: AbortSignal,
): Promise<DoctorFinding> {
  const answer = await reach(send, new URL('/livez', address).href, signal)
  return judge(answer, await certificateDays(address, signal))
}

function judge({ status, ms, offsetS }: Reached, days: number | undefined): DoctorFinding {
  const clock = offsetS === undefined ? [] : [`clocks ${Math.abs(offsetS).toFixed(1)} s apart`]
  const certificate = days === undefined ? [] : [`certificate good for ${days} days`]
  const seen = [`answers in ${ms} ms`, ...clock, ...certificate].join(', ')
  if (status !== 200)
    return found('fail', `answers with status ${status}`, 'let the proxy there pass / to the node')
  const apart = Math.abs(offsetS ?? 0)
  if (apart > CLOCK_FAIL_S) return found('fail', `${seen}: calls are refused`, SET_CLOCK)
  if (apart > CLOCK_WARN_S) return found('warn', seen, SET_CLOCK)
  if (days !== undefined && days < CERTIFICATE_WARN_DAYS)
    return found('warn', seen, 'renew the certificate of the proxy there')
  if (ms > SLOW_MS) return found('warn', seen, 'look at the load there, and at the line')
  return found('ok', seen)
}

/** A check whose way may end at any step; the step is named then, with what mends it. */
function probe(
  id: string,
  about: string,
  look: (signal: AbortSignal) => Promise<DoctorFinding>,
): Check {
  return {
    id,
    about,
    async look({ signal }: Pick<Patient, 'signal'>) {
      try {
        return await look(signal)
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error
        return found('fail', error.message, error.fix)
      }
    },
  }
}

function documentOf(body: Uint8Array): FederationDocument | undefined {
  try {
    const { payload } = GeneralJws.parse(JSON.parse(Buffer.from(body).toString('utf8')))
    return FederationDocument.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host)
const isSameAddress = (a: string, b: string) => new URL(a).href === new URL(b).href
