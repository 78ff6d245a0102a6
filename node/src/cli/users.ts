import { randomUUID } from 'node:crypto'
import {
  AccountDetail,
  AccountList,
  type AccountView,
  InvitedAccount,
  RecoveryLink,
} from '@crosspanel/protocol/account'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { table } from '@crosspanel/protocol/text-table'
import { apiFor, type Api } from './api.ts'
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

export interface ListOptions extends UserOptions {
  readonly search?: string
  readonly role?: string
  readonly status?: string
}

export interface QuotaOptions extends UserOptions {
  readonly jobsLive?: string
  readonly jobsPerDay?: string
  readonly storageBytes?: string
}

const PAGE = 200

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
  note(
    `Give this link to ${options.name}; it works once, until ${invited.expiresAt}. Where mail is set up, it is mailed, too.`,
  )
}

/** Every account that the filter lets through, page after page. */
async function listAll(api: Api, filter: Record<string, string>): Promise<AccountView[]> {
  const accounts: AccountView[] = []
  let after: string | null = null
  do {
    const query = new URLSearchParams({
      ...filter,
      limit: String(PAGE),
      ...(after ? { after } : {}),
    })
    const page: AccountList = await api.call(`/api/v1/accounts?${query.toString()}`, AccountList)
    accounts.push(...page.accounts)
    after = page.next
  } while (after !== null)
  return accounts
}

export async function listUsers({ site, json, search, role, status }: ListOptions): Promise<void> {
  const api = apiFor(await requireLogin(site))
  const accounts = await listAll(api, {
    ...(search === undefined ? {} : { q: search }),
    ...(role === undefined ? {} : { role }),
    ...(status === undefined ? {} : { status }),
  })
  if (json) return printJson(accounts)
  if (accounts.length === 0) return note('No account is like that.')
  const rows = accounts.map((account) => [
    account.email,
    account.name,
    account.role,
    statusOf(account),
    account.lastLoginAt ?? 'never',
  ])
  print(table(['E-MAIL', 'NAME', 'ROLE', 'STATUS', 'LAST LOGIN'], rows))
}

function statusOf({ isSetUp, isDisabled, isBeingDeleted }: AccountView): string {
  if (isBeingDeleted) return 'being deleted'
  if (isDisabled) return 'disabled'
  return isSetUp ? 'active' : 'invited'
}

export async function requireUser(api: Api, email: string): Promise<AccountView> {
  const wanted = email.trim().toLowerCase()
  const found = (await listAll(api, { q: wanted })).find((account) => account.email === wanted)
  if (found === undefined) throw new CliError(`no account has the address ${email}`, EXIT.notFound)
  return found
}

async function change(email: string, { site }: UserOptions, body: object): Promise<AccountDetail> {
  const api = apiFor(await requireLogin(site))
  const { id } = await requireUser(api, email)
  return api.call(`/api/v1/accounts/${id}`, AccountDetail, { method: 'PATCH', body })
}

export const userVerbs = {
  async disable(email: string, options: UserOptions): Promise<void> {
    await change(email, options, { isDisabled: true })
    note(`${email} is closed; its sessions and API tokens have ended.`)
  },

  async enable(email: string, options: UserOptions): Promise<void> {
    await change(email, options, { isDisabled: false })
    note(`${email} is open again.`)
  },

  async delete(email: string, options: UserOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { id } = await requireUser(api, email)
    await api.raw(`/api/v1/accounts/${id}`, { method: 'DELETE' })
    note(`${email} is closed; its jobs are cancelled, then its files and data are destroyed.`)
  },

  async 'reset-password'(email: string, options: UserOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { id } = await requireUser(api, email)
    const path = `/api/v1/accounts/${id}/recovery-link`
    const { link, expiresAt } = await api.call(path, RecoveryLink, { method: 'POST' })
    print(link.startsWith('/') ? api.url + link : link)
    note(`This link works once, until ${expiresAt}.`)
  },

  async 'invite-again'(email: string, options: UserOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { id } = await requireUser(api, email)
    const path = `/api/v1/accounts/${id}/invitation`
    const invited = await api.call(path, InvitedAccount, { method: 'POST' })
    print(`${api.url}/set-up#${invited.setUpToken}`)
    note(`This link works once, until ${invited.expiresAt}; the earlier one has ended.`)
  },

  async uninvite(email: string, options: UserOptions): Promise<void> {
    const api = apiFor(await requireLogin(options.site))
    const { id } = await requireUser(api, email)
    await api.raw(`/api/v1/accounts/${id}/invitation`, { method: 'DELETE' })
    note(`The invitation of ${email} is taken back.`)
  },
} as const

export async function setRole(email: string, role: string, options: UserOptions): Promise<void> {
  await change(email, options, { role })
  note(`${email} is ${role} now; its sessions and API tokens have ended.`)
}

export async function userQuota(email: string, options: QuotaOptions): Promise<void> {
  const quotas = {
    jobsLive: limitOf(options.jobsLive),
    jobsPerDay: limitOf(options.jobsPerDay),
    storageBytes: limitOf(options.storageBytes),
  }
  const { quotas: now } = await change(email, options, { quotas })
  if (options.json) return printJson(now)
  const rows = Object.entries(now).map(([name, { max, used, isOwn }]) => [
    name,
    String(used),
    String(max),
    isOwn ? 'this account' : 'the site',
  ])
  print(table(['QUOTA', 'USED', 'LIMIT', 'SET FOR'], rows))
}

/** `default` gives the quota back to the site's settings. */
function limitOf(text: string | undefined): number | null | undefined {
  if (text === undefined || text === 'default') return text === undefined ? undefined : null
  const limit = Number(text)
  if (text !== '' && Number.isSafeInteger(limit) && limit >= 0) return limit
  throw new CliError(`'${text}' is neither a number nor \`default\``, EXIT.usage)
}
