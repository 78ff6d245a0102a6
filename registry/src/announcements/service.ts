import type {
  Announcement,
  AnnouncementList,
  ChangeAnnouncement,
  CreateAnnouncement,
} from '@crosspanel/protocol/announcement'
import { announcementOf, changesOf, requireSpan } from '@crosspanel/protocol/announcement-rules'
import type { GeneralJws } from '@crosspanel/protocol/federation'
import {
  ANNOUNCEMENTS_OPEN_MAX,
  type FederationAnnouncements,
} from '@crosspanel/protocol/federation-announcements'
import { DomainError } from '@crosspanel/protocol/problem'
import { documentSha256 } from '@crosspanel/protocol/signed-document'
import type { Admin } from '../admin/admin.ts'
import type { Tx } from '../db.ts'
import type { AnnouncementRow, AnnouncementStore, SignedList } from './store.ts'

export interface AnnouncementServiceDeps {
  readonly store: AnnouncementStore
  readonly sign: (payload: FederationAnnouncements) => Promise<GeneralJws>
  readonly federationId: string
  readonly newId: () => string
  readonly now: () => Date
}
export type AnnouncementService = ReturnType<typeof createAnnouncementService>

/** What the federation's admins say to everybody: a signed list that nodes fetch, and that the status page shows. */
export function createAnnouncementService(deps: AnnouncementServiceDeps) {
  const { store, federationId, newId, now } = deps

  async function signList(rows: readonly AnnouncementRow[], version: number): Promise<SignedList> {
    const issued = now().toISOString()
    const announcements = rows.map(viewOf)
    const document = await deps.sign({
      federationId,
      version: Math.max(1, version),
      issued,
      announcements,
    })
    return { version, document, documentSha256: await documentSha256(document) }
  }

  function publishAfter(
    admin: Admin,
    action: string,
    change: (tx: Tx) => Promise<AnnouncementRow>,
  ): Promise<Announcement> {
    const changeAndRecord = async (tx: Tx) => {
      const row = await change(tx)
      await store.audit(tx, {
        at: now(),
        actor: `admin:${admin.id}`,
        action,
        object: `announcement:${row.id}`,
        details: { severity: row.severity },
      })
      return viewOf(row)
    }
    return store.publishAfter(now(), changeAndRecord, signList)
  }

  /** The signed list has all that are open, so there may be no more of them than it holds. */
  async function requireRoom(tx: Tx): Promise<void> {
    if ((await store.countOpen(tx, now())) <= ANNOUNCEMENTS_OPEN_MAX) return
    throw new DomainError(
      'announcement-limit-reached',
      `${ANNOUNCEMENTS_OPEN_MAX} announcements are in force or to come.`,
    )
  }

  async function requireOpen(tx: Tx, id: string): Promise<AnnouncementRow> {
    const row = await store.find(tx, id)
    if (row === undefined) throw new DomainError('announcement-not-found')
    if (row.endedAt !== null) throw new DomainError('announcement-ended')
    return row
  }

  return {
    /** The signed list of those in force and to come, and its strong entity tag. */
    async current(): Promise<{ document: GeneralJws; etag: string }> {
      const list = await store.findList()
      if (list !== undefined) return { document: list.document, etag: `"${list.documentSha256}"` }
      await store.publishAfter(now(), () => Promise.resolve(), signList)
      return this.current()
    },

    /** Those in force now. */
    async listInForce(): Promise<Announcement[]> {
      const open = await store.listOpen(now())
      return open.filter(({ from }) => from <= now()).map(viewOf)
    },

    /** For admins: those to come and those that have ended, too. */
    async listAll(): Promise<AnnouncementList> {
      return { announcements: (await store.listAll()).map(viewOf) }
    },

    create(admin: Admin, wanted: CreateAnnouncement): Promise<Announcement> {
      const at = now()
      const row: AnnouncementRow = {
        id: newId(),
        severity: wanted.severity,
        text: wanted.text,
        from: wanted.from === undefined ? at : new Date(wanted.from),
        until: wanted.until === null ? null : new Date(wanted.until),
        endedAt: null,
        createdBy: admin.id,
        createdAt: at,
        updatedAt: at,
      }
      requireSpan(row, at)
      return publishAfter(admin, 'announcement.created', async (tx) => {
        const made = await store.insert(tx, row)
        await requireRoom(tx)
        return made
      })
    },

    change(admin: Admin, id: string, wanted: ChangeAnnouncement): Promise<Announcement> {
      return publishAfter(admin, 'announcement.changed', async (tx) => {
        const changes = changesOf(wanted)
        requireSpan({ ...(await requireOpen(tx, id)), ...changes }, now())
        const changed = await store.update(tx, id, { ...changes, updatedAt: now() })
        await requireRoom(tx)
        return changed
      })
    },

    end(admin: Admin, id: string): Promise<Announcement> {
      return publishAfter(admin, 'announcement.ended', async (tx) => {
        await requireOpen(tx, id)
        return store.update(tx, id, { endedAt: now(), updatedAt: now() })
      })
    },
  }
}

const viewOf = (row: AnnouncementRow): Announcement => announcementOf(row, 'federation')
