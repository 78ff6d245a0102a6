import { randomUUID } from 'node:crypto'
import { Announcement, AnnouncementList } from '@crosspanel/protocol/announcement'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { nearestOf } from '@crosspanel/protocol/nearest'
import { table } from '@crosspanel/protocol/text-table'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { instantOf } from './times.ts'

export interface AnnounceOptions {
  readonly site?: string
  readonly json?: boolean
  readonly severity?: string
  readonly from?: string
  readonly until?: string
}

const PATH = '/api/v1/announcements'

export const announceVerbs = {
  async create(text: string, options: AnnounceOptions): Promise<void> {
    const { severity, from, until } = options
    refuseSlip(text)
    const made = await apiFor(await requireLogin(options.site)).call(PATH, Announcement, {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID() },
      body: { text, severity, from: instantOf(from), until: instantOf(until) },
    })
    if (options.json) return printJson(made)
    print(made.id)
    note(`Everybody is told from ${made.from}. End it with: crosspanel announce end ${made.id}`)
  },

  async end(id: string, options: AnnounceOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const path = `${PATH}/${encodeURIComponent(id)}`
    const ended = await api.call(path, Announcement, { method: 'DELETE' })
    if (options.json) return printJson(ended)
    note('The announcement is ended.')
  },

  async list(options: AnnounceOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { announcements } = await api.call(`${PATH}/all`, AnnouncementList)
    if (options.json) return printJson(announcements)
    if (announcements.length === 0) return note('Nothing was announced yet.')
    const rows = announcements.map(({ id, severity, from, until, endedAt, text }) => [
      id,
      severity,
      from,
      endedAt ?? until ?? '',
      text.replaceAll('\n', ' '),
    ])
    print(table(['ID', 'SEVERITY', 'FROM', 'UNTIL', 'TEXT'], rows))
  },
} as const

/** What nobody meant to say must not stand on everybody's page. */
function refuseSlip(text: string): void {
  const verb = nearestOf(text, Object.keys(announceVerbs), 2)
  if (verb === undefined) return
  throw new CliError(
    `'${text}' is no announcement: did you mean crosspanel announce ${verb}?`,
    EXIT.usage,
  )
}
