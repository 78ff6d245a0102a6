import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

const Profile = z.object({
  current: z.string().optional(),
  sites: z.record(z.string(), z.object({ token: z.string(), email: z.string() })),
  /** By e-mail address and site: what an earlier login gave this machine. */
  devices: z.record(z.string(), z.string()).optional(),
})
type Profile = z.infer<typeof Profile>

export interface Login {
  readonly url: string
  readonly token: string
}

export function configDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'crosspanel')
}

/** The login to use: `CROSSPANEL_LOGIN_URL` and `CROSSPANEL_TOKEN` go before the stored one; `--site` picks among several. */
export async function requireLogin(site: string | undefined): Promise<Login> {
  const { CROSSPANEL_LOGIN_URL: envUrl, CROSSPANEL_TOKEN: envToken } = process.env
  if (envUrl !== undefined && envToken !== undefined)
    return { url: trimSlash(envUrl), token: envToken }
  const profile = await readProfile()
  const url = site === undefined ? (envUrl ?? profile.current) : trimSlash(site)
  const login = url === undefined ? undefined : profile.sites[trimSlash(url)]
  if (url === undefined || login === undefined) {
    throw new CliError('not logged in; type: crosspanel login URL', EXIT.loginNeeded)
  }
  return { url: trimSlash(url), token: login.token }
}

/** What marks this machine as its owner's at the site, from an earlier login with the address. */
export async function deviceTokenFor(url: string, email: string): Promise<string | undefined> {
  return (await readProfile()).devices?.[deviceKey(url, email)]
}

const deviceKey = (url: string, email: string) => `${email.trim().toLowerCase()} ${trimSlash(url)}`

export async function storeLogin(
  url: string,
  email: string,
  { token, deviceToken }: { readonly token: string; readonly deviceToken?: string | undefined },
): Promise<void> {
  const profile = await readProfile()
  const sites = { ...profile.sites, [trimSlash(url)]: { email, token } }
  // Outlives the login: it is for the next one.
  const devices =
    deviceToken === undefined
      ? profile.devices
      : { ...profile.devices, [deviceKey(url, email)]: deviceToken }
  await writeProfile({ current: trimSlash(url), sites, ...(devices ? { devices } : {}) })
}

export async function forgetLogin(url: string): Promise<void> {
  const { sites, devices } = await readProfile()
  const rest = Object.entries(sites).filter(([known]) => known !== trimSlash(url))
  const current = rest[0]?.[0]
  await writeProfile({
    ...(current === undefined ? {} : { current }),
    sites: Object.fromEntries(rest),
    ...(devices === undefined ? {} : { devices }),
  })
}

export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

async function readProfile(): Promise<Profile> {
  const text = await readFile(profilePath(), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{"sites":{}}'
    throw error
  })
  const parsed = Profile.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new CliError(`${profilePath()} is damaged; remove it and log in again`, EXIT.loginNeeded)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function writeProfile(profile: Profile): Promise<void> {
  const path = profilePath()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, JSON.stringify(profile, undefined, 2), { mode: 0o600 })
  await rename(temporary, path)
}

function profilePath(): string {
  return join(configDirectory(), 'sites.json')
}
