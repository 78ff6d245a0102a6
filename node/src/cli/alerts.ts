import {
  AlertPage,
  AlertRuleList,
  AlertView,
  SilenceList,
  SilenceView,
} from '@crosspanel/protocol/alert'
import { table } from '@crosspanel/protocol/text-table'
import { z } from 'zod'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { minutesOf } from './times.ts'

interface Options {
  readonly site?: string
  readonly json?: boolean
}
export interface ListAlertsOptions extends Options {
  readonly state: string
}
export interface SilenceOptions extends Options {
  readonly for: string
  readonly reason: string
  readonly subject?: string
}

const PATH = '/api/v1/alerts'
const PAGE = 200

export async function listAlerts({ site, json, state }: ListAlertsOptions): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const query = new URLSearchParams({ state, limit: String(PAGE) })
  const { alerts, next } = await api.call(`${PATH}?${query.toString()}`, AlertPage)
  if (json) return printJson(alerts)
  if (alerts.length === 0) return note(state === 'active' ? 'Nothing is wrong.' : 'No alerts.')
  const rows = alerts.map((alert) => [
    alert.id,
    alert.severity,
    alert.silencedUntil === null ? alert.state : `${alert.state}, silenced`,
    alert.code,
    alert.subject,
    alert.raisedAt,
    alert.seen,
  ])
  print(table(['ID', 'SEVERITY', 'STATE', 'CODE', 'SUBJECT', 'RAISED', 'SEEN'], rows))
  const active = alerts.filter((alert) => alert.state !== 'resolved')
  for (const code of new Set(active.map((alert) => alert.code))) {
    const { means, fix } = active.find((alert) => alert.code === code) ?? { means: '', fix: '' }
    note(`${code}: ${means} ${fix}`)
  }
  if (next !== null) note(`The ${alerts.length} latest are shown.`)
}

export async function acknowledgeAlert(id: string, { site, json }: Options): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const path = `${PATH}/${encodeURIComponent(id)}/acknowledge`
  const alert = await api.call(path, AlertView, { method: 'POST' })
  if (json) return printJson(alert)
  note(`${alert.code} of ${alert.subject} is acknowledged. ${alert.fix}`)
}

export async function silenceAlerts(code: string, options: SilenceOptions): Promise<void> {
  const { site, json, subject, reason } = options
  const body = { code, subject, reason, minutes: minutesOf(options.for) }
  const api = apiFor(await requireLogin(site))
  const silence = await api.call(`${PATH}/silences`, SilenceView, { method: 'POST', body })
  if (json) return printJson(silence)
  print(silence.id)
  note(
    `Nobody is told of ${code}${subject === undefined ? '' : ` of ${subject}`} until ${silence.until}; end it with: crosspanel alerts unsilence ${silence.id}`,
  )
}

export async function listSilences({ site, json }: Options): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const { silences } = await api.call(`${PATH}/silences`, SilenceList)
  if (json) return printJson(silences)
  if (silences.length === 0) return note('Nothing is silenced.')
  const rows = silences.map(({ id, code, subject, until, reason }) => [
    id,
    code,
    subject ?? 'all',
    until,
    reason,
  ])
  print(table(['ID', 'CODE', 'SUBJECT', 'UNTIL', 'REASON'], rows))
}

export async function unsilence(id: string, { site }: Options): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const path = `${PATH}/silences/${encodeURIComponent(id)}`
  await api.call(path, z.undefined(), { method: 'DELETE' })
  note('The silence is ended.')
}

export async function listRules({ site, json }: Options): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const { rules } = await api.call(`${PATH}/rules`, AlertRuleList)
  if (json) return printJson(rules)
  const rows = rules.map(({ code, severity, threshold, means }) => [
    code,
    severity,
    threshold === null ? '' : `${threshold.setting}=${threshold.value}`,
    means,
  ])
  print(table(['CODE', 'SEVERITY', 'THRESHOLD', 'MEANS'], rows))
}
