import { randomUUID } from 'node:crypto'
import {
  AccountDetail,
  CreatedToken,
  SessionList,
  type SessionView,
  TokenList,
} from '@crosspanel/protocol/account'
import { byteWords } from '@crosspanel/protocol/byte-words'
import { table } from '@crosspanel/protocol/text-table'
import { z } from 'zod'
import { apiFor } from './api.ts'
import { readSecret } from './login.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { askPassword } from './prompts.ts'
import { save } from './save.ts'

export interface AccountOptions {
  readonly site?: string
  readonly json?: boolean
  readonly passwordFile?: string
  readonly newPasswordFile?: string
  readonly output?: string
}

const secretOf = (path: string | undefined, question: string): Promise<string> =>
  path === undefined ? askPassword(question) : readSecret(path)

const programOf = ({ kind, client }: SessionView): string =>
  kind === 'command-line' && client !== null ? `${kind} on ${client}` : (client ?? kind)

/** Verbs of `crosspanel account`: what a person does with their own account. */
export const accountVerbs = {
  async show(options: AccountOptions): Promise<void> {
    const account = await apiFor(await requireLogin(options.site)).call('/api/v1/me', AccountDetail)
    if (options.json) return printJson(account)
    const { jobsLive, jobsPerDay, storageBytes } = account.quotas
    print(`${account.name} <${account.email}>, ${account.role}`)
    print(`jobs that have not ended: ${jobsLive.used} of ${jobsLive.max}`)
    print(`jobs within 24 hours: ${jobsPerDay.used} of ${jobsPerDay.max}`)
    print(`space: ${byteWords(storageBytes.used)} of ${byteWords(storageBytes.max)}`)
  },

  async sessions(options: AccountOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { sessions } = await api.call('/api/v1/sessions', SessionList)
    if (options.json) return printJson(sessions)
    const rows = sessions.map((session) => [
      session.id,
      programOf(session),
      session.network ?? '',
      session.lastUsedAt,
      session.isCurrent ? 'this one' : '',
    ])
    print(table(['SESSION', 'WITH', 'FROM', 'LAST USED', ''], rows))
  },

  async tokens(options: AccountOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { tokens } = await api.call('/api/v1/tokens', TokenList)
    if (options.json) return printJson(tokens)
    if (tokens.length === 0) {
      return note('You have no API tokens. Make one with: crosspanel account create-token NAME')
    }
    const rows = tokens.map((token) => [
      token.id,
      token.name,
      token.scope,
      token.expiresAt,
      token.lastUsedAt ?? 'never',
    ])
    print(table(['TOKEN', 'NAME', 'SCOPE', 'EXPIRES', 'LAST USED'], rows))
  },

  async password(options: AccountOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const currentPassword = await secretOf(options.passwordFile, 'Current password')
    const newPassword = await secretOf(options.newPasswordFile, 'New password')
    await api.call('/api/v1/me/password', z.undefined(), {
      method: 'PUT',
      body: { currentPassword, newPassword },
    })
    note('The new password counts; your other sessions have ended.')
  },

  /** To a file, or to standard output. */
  async export(options: AccountOptions): Promise<void> {
    const answer = await apiFor(await requireLogin(options.site)).raw('/api/v1/me/export')
    await save(answer, options.output)
  },

  async delete(options: AccountOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const password = await secretOf(options.passwordFile, 'Password, to delete your account')
    await api.raw('/api/v1/me/deletion', { method: 'POST', body: { password } })
    note(
      'Your account is closed. Its jobs are cancelled; then your files and your data are destroyed.',
    )
  },
} as const

/** Ends one session, or every other one when none is named. */
export async function revokeSessions(
  id: string | undefined,
  options: AccountOptions,
): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  await api.raw(`/api/v1/sessions${id === undefined ? '' : `/${id}`}`, { method: 'DELETE' })
  note(id === undefined ? 'Your other sessions have ended.' : 'The session has ended.')
}

export interface CreateTokenOptions {
  readonly site?: string
  readonly json?: boolean
  readonly scope: string
  readonly days: string
}

/** Prints the token on standard output and nothing else, so that it can be piped to a file. */
export async function createToken(name: string, options: CreateTokenOptions): Promise<void> {
  const { site, json, scope, days } = options
  const api = apiFor(await requireLogin(site))
  const created = await api.call('/api/v1/tokens', CreatedToken, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: { name, scope, expiresInDays: Number(days) },
  })
  if (json) return printJson(created)
  print(created.token)
  note(`The token is shown this once. It opens this account until ${created.expiresAt}.`)
}

export async function revokeToken(id: string, options: AccountOptions): Promise<void> {
  await apiFor(await requireLogin(options.site)).raw(`/api/v1/tokens/${id}`, { method: 'DELETE' })
  note('The token opens nothing any more.')
}
