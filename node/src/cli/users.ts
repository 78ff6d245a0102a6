import { randomUUID } from 'node:crypto'
import { AccountList, InvitedAccount } from '@crosspanel/protocol/account'
import { table } from '@crosspanel/protocol/text-table'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'

interface UserOptions {
  readonly site?: string
  readonly json?: boolean
}

export interface InviteOptions extends UserOptions {
  readonly name: string
  readonly role: string
}

/** Prints the one-time set-up link on standard output and nothing else, so that it can be piped to a file. */
export async function inviteUser(email: string, options: InviteOptions): Promise<void> {
  const login = await requireLogin(options.site)
  const invited = await apiFor(login).call('/api/v1/accounts', InvitedAccount, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: { email, name: options.name, role: options.role },
  })
  const link = `${login.url}/set-up#${invited.setUpToken}`
  if (options.json) return printJson({ ...invited, link })
  print(link)
  note(`Give this link to ${options.name}; it works once, until ${invited.expiresAt}.`)
}

export async function listUsers(options: UserOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { accounts } = await api.call('/api/v1/accounts', AccountList)
  if (options.json) return printJson(accounts)
  const rows = accounts.map(({ email, name, role, isSetUp }) => [
    email,
    name,
    role,
    isSetUp ? 'yes' : 'invited',
  ])
  print(table(['E-MAIL', 'NAME', 'ROLE', 'SET UP'], rows))
}
