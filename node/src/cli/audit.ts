import { AuditList } from '@crosspanel/protocol/audit'
import { table } from '@crosspanel/protocol/text-table'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { save } from './save.ts'
import { instantOf } from './times.ts'

export interface AuditOptions {
  readonly actor?: string
  readonly action?: string
  readonly object?: string
  readonly since?: string
  readonly until?: string
  readonly site?: string
}

export interface ListAuditOptions extends AuditOptions {
  readonly limit?: string
  readonly before?: string
  readonly json?: boolean
}

export interface ExportAuditOptions extends AuditOptions {
  readonly format: string
  readonly output?: string
}

export async function listAudit(options: ListAuditOptions): Promise<void> {
  const { site, json, ...query } = options
  const api = apiFor(await requireLogin(site))
  const list = await api.call(`/api/v1/admin/audit${queryOf(query)}`, AuditList)
  if (json) return printJson(list)
  const rows = list.entries.map(({ seq, at, actor, action, object, details }) => [
    String(seq),
    at,
    actor,
    action,
    object ?? '',
    Object.entries(details)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' '),
  ])
  print(table(['SEQ', 'AT', 'ACTOR', 'ACTION', 'OBJECT', 'DETAILS'], rows))
  if (list.next !== null) note(`There is more: add --before ${list.next}`)
}

export async function exportAudit(options: ExportAuditOptions): Promise<void> {
  const { site, output, ...query } = options
  const api = apiFor(await requireLogin(site))
  const answer = await api.raw(`/api/v1/admin/audit/export${queryOf(query)}`)
  await save(answer, output)
}

function queryOf(query: Readonly<Record<string, string | undefined>>): string {
  const { since, until } = query
  const times = { since: instantOf(since), until: instantOf(until) }
  const given = Object.entries({ ...query, ...times }).filter(
    (entry): entry is [string, string] => !!entry[1],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
