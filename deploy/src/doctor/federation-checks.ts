import type { Check } from './check.ts'
import { ownStatement, readFederationFacts } from './federation-facts.ts'
import { found } from './machine-checks.ts'
import { certificateDays, UnreachableError } from './reach.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The registry signs a new document long before this. */
const DOCUMENT_WARN_DAYS = 3
const KEY_WARN_DAYS = 60
/** A certificate that renews by itself does so a month ahead. */
export const CERTIFICATE_WARN_DAYS = 14

const daysTo = (instant: string) => Math.floor((Date.parse(instant) - Date.now()) / DAY_MS)

export const FEDERATION_CHECKS: readonly Check[] = [
  {
    id: 'document',
    about: 'the federation document that this node goes by, and when it expires',
    async look(patient) {
      const facts = await readFederationFacts(patient)
      if (facts?.view === undefined) return found('skipped', 'there is none yet')
      const { version, issued, expires } = facts.view.document
      const ageH = Math.round((Date.now() - Date.parse(issued)) / HOUR_MS)
      const days = daysTo(expires)
      const seen = `version ${version}, signed ${ageH} h ago`
      const fix = 'let the registry sign a new one and this node fetch it: crosspanel netcheck'
      if (days < 0) return found('fail', `${seen}, expired: no new job starts`, fix)
      return found(
        days < DOCUMENT_WARN_DAYS ? 'warn' : 'ok',
        `${seen}, good for ${days} days`,
        days < DOCUMENT_WARN_DAYS ? fix : undefined,
      )
    },
  },
  {
    id: 'key-expiry',
    about: 'how long the keys are good that the federation knows of this site',
    async look(patient) {
      const facts = await readFederationFacts(patient)
      if (facts === undefined) return found('skipped', 'not in a federation')
      const { signKeys, encryptionKeys } = await ownStatement(facts)
      const days = Math.min(...[...signKeys, ...encryptionKeys].map((key) => daysTo(key.notAfter)))
      const fix = 'enrol again before the key expires'
      if (days < 0) return found('fail', 'a key has expired: peers refuse calls', fix)
      return days < KEY_WARN_DAYS
        ? found('warn', `a key expires in ${days} days`, fix)
        : found('ok', `good for ${days} days`)
    },
  },
  {
    id: 'certificate',
    about: 'how long the certificate of the own address is good',
    async look({ home, signal }) {
      const url = home.settings['CROSSPANEL_URL']
      if (url === undefined) return found('skipped', 'CROSSPANEL_URL is not set')
      try {
        const days = await certificateDays(url, signal)
        if (days === undefined) return found('skipped', 'the address is not https')
        return days < CERTIFICATE_WARN_DAYS
          ? found('warn', `expires in ${days} days`, 'renew the certificate of the proxy')
          : found('ok', `good for ${days} days`)
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error
        return found('fail', error.message, error.fix)
      }
    },
  },
]
