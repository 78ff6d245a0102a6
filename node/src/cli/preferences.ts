import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import {
  type ChannelChoice,
  NotificationPreference,
  NotificationPreferences,
} from '@crosspanel/protocol/notification'
import { table } from '@crosspanel/protocol/text-table'
import type { z } from 'zod'
import { apiFor } from './api.ts'
import { print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'

export interface PreferenceOptions {
  readonly site?: string
  readonly json?: boolean
  readonly inbox?: string
  readonly mail?: string
  readonly webhook?: string
}

const PATH = '/api/v1/notification-preferences'

/** Shows what one is told of and how; with a kind and choices, changes that first. */
export async function preferences(
  kind: string | undefined,
  options: PreferenceOptions,
): Promise<void> {
  const { site, json, inbox, mail, webhook } = options
  const body = { inbox: isOn(inbox), mail: isOn(mail), webhook: isOn(webhook) }
  const isChange = Object.values(body).some((choice) => choice !== undefined)
  if (isChange !== (kind !== undefined)) {
    throw new CliError('say of what and how, such as: job-completed --mail off', EXIT.usage)
  }
  const api = apiFor(await requireLogin(site))
  const list =
    kind === undefined
      ? (await api.call(PATH, NotificationPreferences)).preferences
      : [
          await api.call(`${PATH}/${encodeURIComponent(kind)}`, NotificationPreference, {
            method: 'PUT',
            body,
          }),
        ]
  if (json) return printJson(list)
  const rows = list.map((row) => [row.kind, words(row.inbox), words(row.mail), words(row.webhook)])
  print(table(['KIND', 'INBOX', 'MAIL', 'WEBHOOK'], rows))
}

function isOn(choice: string | undefined): boolean | undefined {
  if (choice === undefined) return undefined
  if (choice === 'on' || choice === 'off') return choice === 'on'
  throw new CliError(`'${choice}' is neither on nor off`, EXIT.usage)
}

function words({ isOn: isTold, isFixed }: z.infer<typeof ChannelChoice>): string {
  if (isFixed) return isTold ? 'always' : 'never'
  return isTold ? 'on' : 'off'
}
