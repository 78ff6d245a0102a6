import type {
  Announcement,
  AnnouncementList,
  ChangeAnnouncement,
  CreateAnnouncement,
} from '@crosspanel/protocol/announcement'
import { announcementOf, changesOf, requireSpan } from '@crosspanel/protocol/announcement-rules'
import type { FederationAnnouncements } from '@crosspanel/protocol/federation-announcements'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Base } from '../base.ts'
import type { Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import type { Account } from '../users/account.ts'
import type { AnnouncementRow } from './announcement-schema.ts'
import { createAnnouncementStore } from './announcement-store.ts'
import { notify } from './notify.ts'
import { publish } from './publish.ts'

export type Announcements = ReturnType<typeof createAnnouncements>

/** Messages by the administrators to everybody: on every page while in force, and in every inbox once. */
export function createAnnouncements({ db, newId, now }: Pick<Base, 'db' | 'newId' | 'now'>) {
  const store = createAnnouncementStore(db)

  async function requireOpen(tx: Tx, id: string): Promise<AnnouncementRow> {
    const row = await store.lock(tx, id)
    if (row === undefined) throw new DomainError('announcement-not-found')
    if (row.issuer === 'federation') {
      throw new DomainError('forbidden', "The federation's admins change and end it.")
    }
    if (row.endedAt !== null) throw new DomainError('announcement-ended')
    return row
  }

  /** People are told once, when it begins; pages at each change. */
  async function tell(tx: Tx, row: AnnouncementRow): Promise<AnnouncementRow> {
    if (row.toldAt !== null || !isInForce(row, now())) return show(tx, row)
    const { id, severity, text } = row
    await notify(tx, {
      kind: 'announcement',
      to: 'everyone',
      key: id,
      data: { announcementId: id, severity, text },
    })
    return show(tx, await store.update(tx, id, { toldAt: now() }))
  }

  async function show(tx: Tx, row: AnnouncementRow): Promise<AnnouncementRow> {
    if (row.toldAt === null) return row
    const { id, ...data } = viewOf(row)
    await publish(tx, { topic: 'everyone', type: 'announcement', subject: id, data })
    return row
  }

  /** One of the federation's, as its admins word it now. An id that the site has given itself stays the site's. */
  async function takeOne(tx: Tx, told: Announcement): Promise<void> {
    const row = await store.lock(tx, told.id)
    const said = {
      severity: told.severity,
      text: told.text,
      from: new Date(told.from),
      until: told.until === null ? null : new Date(told.until),
      endedAt: null,
      updatedAt: new Date(told.updatedAt),
    }
    if (row === undefined) {
      const createdAt = new Date(told.createdAt)
      const made = { id: told.id, issuer: 'federation', createdBy: null, createdAt } as const
      await tell(tx, await store.insert(tx, { ...made, ...said, toldAt: null }, 'node'))
    } else if (row.issuer === 'federation' && !isSame(row, said)) {
      await tell(tx, await store.update(tx, told.id, said))
    }
  }

  return {
    /** For everybody: those in force now. `reader` is for callers with a transaction of their own. */
    async listInForce(reader?: Tx): Promise<Announcement[]> {
      return (await store.listInForce(now(), reader)).map(viewOf)
    },

    /** For administrators: those to come and those that have ended, too. */
    async listAll(): Promise<AnnouncementList> {
      return { announcements: (await store.listAll()).map(viewOf) }
    },

    create(by: Account, wanted: CreateAnnouncement): Promise<Announcement> {
      const at = now()
      const row: AnnouncementRow = {
        id: newId(),
        issuer: 'site',
        severity: wanted.severity,
        text: wanted.text,
        from: wanted.from === undefined ? at : new Date(wanted.from),
        until: wanted.until === null ? null : new Date(wanted.until),
        endedAt: null,
        createdBy: by.id,
        createdAt: at,
        updatedAt: at,
        toldAt: null,
      }
      requireSpan(row, at)
      return store.transaction(async (tx) =>
        viewOf(await tell(tx, await store.insert(tx, row, `account:${by.id}`))),
      )
    },

    change(by: Account, id: string, wanted: ChangeAnnouncement): Promise<Announcement> {
      return store.transaction(async (tx) => {
        const row = await requireOpen(tx, id)
        const changes = changesOf(wanted)
        requireSpan({ ...row, ...changes }, now())
        const changed = await store.update(tx, id, { ...changes, updatedAt: now() })
        const object = `announcement:${id}`
        const actor = `account:${by.id}` as const
        await recordAudit(tx, { actor, object, action: 'announcement.changed' })
        return viewOf(await tell(tx, changed))
      })
    },

    end(by: Account, id: string): Promise<Announcement> {
      return store.transaction(async (tx) => {
        await requireOpen(tx, id)
        const ended = await store.update(tx, id, { endedAt: now(), updatedAt: now() })
        const object = `announcement:${id}`
        const actor = `account:${by.id}` as const
        await recordAudit(tx, { actor, object, action: 'announcement.ended' })
        return viewOf(await show(tx, ended))
      })
    },

    /** For anybody: what the federation's admins have announced and is in force now. */
    async listOfFederation(): Promise<Announcement[]> {
      return (await store.listInForce(now())).map(viewOf).filter(isOfFederation)
    },

    /** Takes the federation's list over, unless it is no newer than the last; what it leaves out has ended. */
    takeOfFederation({ version, announcements }: FederationAnnouncements): Promise<void> {
      return store.transaction(async (tx) => {
        if (!(await store.takeVersion(tx, version, now()))) return
        for (const told of announcements) await takeOne(tx, told)
        const kept = announcements.map(({ id }) => id)
        for (const { id } of await store.lockOpenOfFederation(tx, kept)) {
          await show(tx, await store.update(tx, id, { endedAt: now(), updatedAt: now() }))
        }
      })
    },

    /** Tells of those whose time has come. */
    async begin(): Promise<void> {
      await store.transaction(async (tx) => {
        for (const row of await store.lockUntold(tx, now())) await tell(tx, row)
      })
    },
  }
}

function isInForce({ from, until, endedAt }: AnnouncementRow, now: Date): boolean {
  return endedAt === null && from <= now && (until === null || until > now)
}

function isSame(row: AnnouncementRow, said: { updatedAt: Date; endedAt: null }): boolean {
  return row.updatedAt.getTime() === said.updatedAt.getTime() && row.endedAt === said.endedAt
}

function isOfFederation({ issuer }: Announcement): boolean {
  return issuer === 'federation'
}

const viewOf = (row: AnnouncementRow): Announcement => announcementOf(row, row.issuer)
