import { AuditList } from '@crosspanel/protocol/audit'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { table } from '@crosspanel/protocol/text-table'
import { type Api, apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { save } from './save.ts'
import { instantOf } from './times.ts'
import { requireUser } from './users.ts'

const ACTOR = /^(account:.+|site:.+|node)$/

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
  const actor = await actorOf(api, query.actor)
  const list = await api.call(`/api/v1/admin/audit${queryOf({ ...query, actor })}`, AuditList)
  if (json) return printJson(list)
  if (list.entries.length === 0) return note('Nothing in the audit is like that.')
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
  const actor = await actorOf(api, query.actor)
  const answer = await api.raw(`/api/v1/admin/audit/export${queryOf({ ...query, actor })}`)
  await save(answer, output)
}

/** The audit names nobody, so it has accounts by their ids; people know each other by addresses. */
async function actorOf(api: Api, actor: string | undefined): Promise<string | undefined> {
  if (actor === undefined || ACTOR.test(actor)) return actor
  if (actor.includes('@')) return `account:${(await requireUser(api, actor)).id}`
  throw new CliError(
    `'${actor}' is no actor: write an e-mail address, account:ID, site:NAME or node`,
    EXIT.usage,
  )
}

function queryOf(query: Readonly<Record<string, string | undefined>>): string {
  const { since, until } = query
  const times = { since: instantOf(since), until: instantOf(until) }
  const given = Object.entries({ ...query, ...times }).filter(
    (entry): entry is [string, string] => !!entry[1],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
