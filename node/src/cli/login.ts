import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { AccountView, LoggedIn } from '@crosspanel/protocol/account'
import { z } from 'zod'
import { createApi } from './api.ts'
import { logInByDevice } from './device-login.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { note, print, printJson } from './output.ts'
import { deviceTokenFor, forgetLogin, requireLogin, storeLogin, trimSlash } from './profile.ts'
import { ask, askPassword } from './prompts.ts'

export interface LoginOptions {
  readonly email?: string
  readonly passwordFile?: string
  readonly setUpFile?: string
  readonly name?: string
  readonly device?: boolean
  /** `false`: with `device`, opens no browser. */
  readonly browser?: boolean
}

export async function login(url: string | undefined, options: LoginOptions): Promise<void> {
  if (options.device === true) return loginByDevice(await siteFor(url), options.browser !== false)
  const setUp = options.setUpFile === undefined ? undefined : await readSetUpLink(options.setUpFile)
  await loginByPassword(await siteFor(url ?? setUp?.url), setUp, options)
}

const siteFor = async (url: string | undefined): Promise<string> =>
  addressOf(url ?? (await ask("Address of your institution's node")))

async function loginByDevice(site: string, opensBrowser: boolean): Promise<void> {
  const { account, token } = await logInByDevice(createApi({ url: site }), { opensBrowser })
  await remember(site, account, { token })
}

async function loginByPassword(
  site: string,
  setUp: { readonly token: string } | undefined,
  options: LoginOptions,
): Promise<void> {
  const api = createApi({ url: site })
  const email = options.email ?? (await ask('E-mail address'))
  const password =
    options.passwordFile === undefined
      ? await askPassword(setUp ? 'New password (12 characters or more)' : 'Password')
      : await readSecret(options.passwordFile)
  if (setUp !== undefined) {
    const name = options.name ?? (await ask('Your name'))
    await api.call('/api/v1/set-up', z.unknown(), {
      method: 'POST',
      body: { token: setUp.token, name, email, password },
    })
  }
  const known = await deviceTokenFor(site, email)
  const answer = await api.call('/api/v1/login', LoggedIn, {
    method: 'POST',
    body: {
      email,
      password,
      kind: 'command-line',
      ...(known === undefined ? {} : { deviceToken: known }),
    },
  })
  const { token, deviceToken } = answer
  if (token === undefined) throw new CliError('the node gave no session to the command line')
  await remember(site, answer.account, { token, deviceToken })
}

async function remember(
  site: string,
  { email, role }: AccountView,
  tokens: { readonly token: string; readonly deviceToken?: string | undefined },
): Promise<void> {
  await storeLogin(site, email, tokens)
  note(`Logged in to ${site} as ${email} (${role}).`)
}

export async function logout(options: { site?: string }): Promise<void> {
  const stored = await requireLogin(options.site)
  await createApi(stored).raw('/api/v1/logout', { method: 'POST' })
  await forgetLogin(stored.url)
  note(`Logged out of ${stored.url}.`)
}

export async function whoami(options: { site?: string; json?: boolean }): Promise<void> {
  const stored = await requireLogin(options.site)
  const account = await createApi(stored).call('/api/v1/me', AccountView)
  if (options.json) return printJson(account)
  print(`${account.email} (${account.role}) at ${stored.url}`)
}

/** A secret comes from a file, or from standard input as `-`, never from a flag, where other users could see it. */
export async function readSecret(path: string): Promise<string> {
  const content = await (path === '-' ? text(process.stdin) : readFile(path, 'utf8')).catch(
    (error: unknown) => {
      throw new CliError(`${path} cannot be read`, EXIT.usage, { cause: error })
    },
  )
  const secret = content.replace(/\r?\n$/, '')
  if (secret === '') throw new CliError(`${path} is empty`, EXIT.usage)
  return secret
}

export function addressOf(url: string): string {
  const isAddress = /^https?:\/\//.test(url) && URL.canParse(url)
  if (isAddress) return trimSlash(url)
  throw new CliError(`'${url}' is not an address such as https://node.example.org`, EXIT.usage)
}

/** A set-up link is the node's address with the token behind `#`, where no server or proxy logs it. */
async function readSetUpLink(path: string): Promise<{ url: string; token: string }> {
  const link = (await readSecret(path)).trim()
  const at = link.lastIndexOf('#')
  if (at < 0) throw new CliError(`${path} holds no set-up link`, EXIT.usage)
  return { url: link.slice(0, at).replace(/\/set-up$/, ''), token: link.slice(at + 1) }
}
