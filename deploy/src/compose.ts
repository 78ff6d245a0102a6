import { existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CliError } from '@crosspanel/protocol/exit-codes'
import * as dockerCompose from 'docker-compose'

/** What `deploy/compose` has a file for. */
export const DEPLOYMENTS = ['node', 'registry', 'federation'] as const
export type Deployment = (typeof DEPLOYMENTS)[number]

export const COMPOSE_DIR = fileURLToPath(new URL('../compose', import.meta.url))

/** What a deployment on this machine is called; goes into `.env`, which the compose file reads. */
export interface Place {
  readonly serverName: string
  readonly slug: string
  readonly siteName?: string
  readonly organisation?: string
  readonly adminEmail: string
}

export interface ComposeOptions {
  /** Directory of the compose file. */
  readonly dir: string
  /** The program `docker`, unless another is given. */
  readonly executablePath?: string
  readonly onOutput?: (text: string) => void
}

/** Writes `.env` and new secrets, readable by their owner alone, once; and the place for the certificate. */
export async function prepare(dir: string, place: Place): Promise<void> {
  if (existsSync(join(dir, '.env'))) throw new CliError(`${dir} is prepared already`)
  const password = randomBytes(24).toString('base64url')
  const secrets = join(dir, 'secrets')
  await mkdir(secrets, { recursive: true, mode: 0o700 })
  await mkdir(join(dir, 'tls'), { recursive: true, mode: 0o700 })
  // The container's own user reads them, too: the directory keeps everybody else out.
  const write = (name: string, text: string) =>
    writeFile(join(secrets, name), text, { mode: 0o644 })
  await write('postgres_password', password)
  await write('database_url', `postgres://crosspanel:${password}@postgres:5432/crosspanel`)
  const variables = {
    CROSSPANEL_SERVER_NAME: place.serverName,
    CROSSPANEL_SLUG: place.slug,
    CROSSPANEL_SITE_NAME: place.siteName,
    CROSSPANEL_ORGANISATION: place.organisation,
    CROSSPANEL_ADMIN_EMAIL: place.adminEmail,
  }
  const lines = Object.entries(variables)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${quote(value)}\n`)
  await writeFile(join(dir, '.env'), lines.join(''), { mode: 0o600, flag: 'wx' })
}

/** Between single quotes compose takes every character as it is. */
function quote(value: string): string {
  if (/['\n\r]/.test(value)) throw new CliError('a name has no quotation mark and no line break')
  return `'${value}'`
}

/** Builds the images and starts everything, or what has changed, each after what it depends on. */
export function up(options: ComposeOptions): Promise<string> {
  return drive((common) => dockerCompose.upAll({ ...common, commandOptions: ['--build'] }))(options)
}

/** Stops everything. What is stored stays. */
export function down(options: ComposeOptions): Promise<string> {
  return drive((common) => dockerCompose.downAll(common))(options)
}

export function status(options: ComposeOptions): Promise<string> {
  return drive((common) => dockerCompose.ps(common))(options)
}

/** The file as the engine understands it, with every variable filled in; fails when it does not. */
export function check(options: ComposeOptions): Promise<string> {
  return drive((common) => dockerCompose.config({ ...common, commandOptions: ['--quiet'] }))(
    options,
  )
}

type Call = (common: dockerCompose.IDockerComposeOptions) => Promise<{ readonly out: string }>

function drive(call: Call) {
  return async ({ dir, executablePath, onOutput }: ComposeOptions): Promise<string> => {
    const common: dockerCompose.IDockerComposeOptions = {
      cwd: dir,
      config: 'compose.yaml',
      ...(executablePath === undefined ? {} : { executable: { executablePath } }),
      ...(onOutput === undefined ? {} : { callback: (chunk) => onOutput(chunk.toString()) }),
    }
    try {
      return (await call(common)).out
    } catch (error) {
      throw new CliError(
        `docker compose failed in ${dir}: ${wordsOf(error)}\nIs a Docker engine running here? Without one, use the systemd units (docs/deploy.md).`,
      )
    }
  }
}

/** docker-compose rejects with its result where the engine refused, and with an error where there is none. */
function wordsOf(error: unknown): string {
  if (error instanceof Error) return error.message
  const { err } = error as { err?: string }
  return err?.trim() ?? 'it gave no reason'
}
