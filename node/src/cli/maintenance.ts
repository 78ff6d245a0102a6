import { Maintenance } from '@crosspanel/protocol/maintenance'
import { apiFor } from './api.ts'
import { note, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { instantOf } from './times.ts'

export interface MaintenanceOptions {
  readonly site?: string
  readonly json?: boolean
  readonly message?: string
  readonly until?: string
}

const PATH = '/api/v1/maintenance'

async function change(
  isOn: boolean,
  { site, json, message = '', until }: MaintenanceOptions,
): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const body = { isOn, message, until: instantOf(until) ?? null }
  say(await api.call(PATH, Maintenance, { method: 'PUT', body }), json)
}

function say(state: Maintenance, json: boolean | undefined): void {
  if (json) return printJson(state)
  if (!state.isOn) return note('The site is not in maintenance.')
  const until = state.until === null ? '' : ` until about ${state.until}`
  note(`The site is in maintenance${until}: researchers may look and change nothing.`)
  if (state.message !== '') note(`They are told: ${state.message}`)
  note('Running jobs go on; to stop those from starting: crosspanel queue pause')
}

export const maintenanceVerbs = {
  async show({ site, json }: MaintenanceOptions): Promise<void> {
    const api = apiFor(await requireLogin(site))
    say(await api.call(PATH, Maintenance), json)
  },
  on: (options: MaintenanceOptions) => change(true, options),
  off: ({ site, json }: MaintenanceOptions) =>
    change(false, { ...(site && { site }), ...(json && { json }) }),
} as const
