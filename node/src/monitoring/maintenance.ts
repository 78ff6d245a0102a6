import type { ChangeMaintenance, Maintenance } from '@crosspanel/protocol/maintenance'
import type { Db } from '../db.ts'
import { publish } from '../notifications/publish.ts'
import type { Account } from '../users/account.ts'
import { recordAudit } from './audit.ts'
import { maintenance } from './schema.ts'

const OFF: Maintenance = { isOn: false, message: '', until: null }
/** Each process of the site asks again after this long, so a change is everywhere within it. */
const KNOWN_FOR_MS = 1_000

export type MaintenanceService = ReturnType<typeof createMaintenance>

/** Whether this site takes new work from its researchers. */
export function createMaintenance({ db, now }: { readonly db: Db; readonly now: () => Date }) {
  let known: { readonly at: number; readonly state: Promise<Maintenance> } | undefined

  async function find(): Promise<Maintenance> {
    const [row] = await db.select().from(maintenance)
    if (row === undefined) return OFF
    const { isOn, message, until } = row
    return { isOn, message, until: until?.toISOString() ?? null }
  }

  function read(): Promise<Maintenance> {
    const nowMs = performance.now()
    if (known !== undefined && nowMs - known.at < KNOWN_FOR_MS) return known.state
    const state = find()
    known = { at: nowMs, state }
    state.catch(() => (known = undefined))
    return state
  }

  return {
    /** At most a second old. */
    read,

    async change(account: Account, change: ChangeMaintenance): Promise<Maintenance> {
      const set = {
        isOn: change.isOn,
        message: change.message,
        until: change.until === null ? null : new Date(change.until),
        changedAt: now(),
      }
      await db.transaction(async (tx) => {
        await tx.insert(maintenance).values(set).onConflictDoUpdate({ target: maintenance.id, set })
        await recordAudit(tx, {
          actor: `account:${account.id}`,
          action: change.isOn ? 'maintenance.on' : 'maintenance.off',
          object: 'site',
        })
        await publish(tx, {
          topic: 'everyone',
          type: 'site',
          subject: 'maintenance',
          data: { ...change },
        })
      })
      known = undefined
      return read()
    },
  }
}
