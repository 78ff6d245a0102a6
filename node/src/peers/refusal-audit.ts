import type { ProblemCode } from '@crosspanel/protocol/problem'
import type { Db } from '../db.ts'
import type { Logger } from '../logger.ts'
import { recordAudit } from '../monitoring/audit.ts'

const WINDOW_MS = 60_000
/** Rows for one issuer and code in a window: a flood of refused calls must not fill the disk (T20). */
const ROWS_PER_WINDOW = 60
/** Longer than any path of the peer API; a stranger's may be 16 kB. */
const PATH_MAX_CHARS = 200

export interface Refusal {
  readonly code: ProblemCode
  /** As the token claims. Only a site that is known here has a count of its own: strangers choose their names. */
  readonly issuer: string | undefined
  readonly method: string
  readonly path: string
}

export type RefusalAudit = ReturnType<typeof createRefusalAudit>

/** Writes one audit row for each refused peer call, up to a limit; the first row after that counts what was left out. */
export function createRefusalAudit(db: Db, log: Logger) {
  const windows = new Map<string, { startedMs: number; rows: number; left: number }>()

  /** How many refusals were left out before this one, or undefined when this one is left out. */
  function admit(key: string): number | undefined {
    const nowMs = performance.now()
    const window = windows.get(key)
    if (window === undefined || nowMs - window.startedMs >= WINDOW_MS) {
      windows.set(key, { startedMs: nowMs, rows: 1, left: 0 })
      return window?.left ?? 0
    }
    if (window.rows < ROWS_PER_WINDOW) {
      window.rows += 1
      return 0
    }
    window.left += 1
    return undefined
  }

  return async function record({ code, issuer, method, path }: Refusal): Promise<void> {
    const left = admit(code === 'peer-site-unknown' ? code : `${code} ${issuer ?? ''}`)
    if (left === undefined) return
    try {
      await recordAudit(db, {
        actor: 'node',
        action: 'peer.refused',
        ...(issuer === undefined ? {} : { object: issuer }),
        details: {
          code,
          method,
          path: path.slice(0, PATH_MAX_CHARS),
          ...(left > 0 ? { leftOut: left } : {}),
        },
      })
    } catch (err) {
      log.error({ err, code }, 'a refused peer call could not be written to the audit')
    }
  }
}
