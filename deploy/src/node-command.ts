import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { NodeEnvironment, readConfig } from '@crosspanel/node/config'
import type { Origins } from '@crosspanel/node/setting-views'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { note, print } from '@crosspanel/node/cli/output'
import { timeoutOf } from '@crosspanel/node/cli/timeout'
import { SiteId } from '@crosspanel/protocol/ids'
import { DomainError } from '@crosspanel/protocol/problem'
import { Command } from 'commander'
import { DEFAULT_NODE_DIR, NODE_DATABASE } from './node-home.ts'
import { openServices, type Services } from './services.ts'
import {
  changeSettings,
  hasSettings,
  originsOf,
  readSettings,
  type Settings,
  settingsOf,
  textOf,
  writeSettings,
} from './settings.ts'
import { installMissing, ENGINE_PACKAGES } from './system-packages.ts'
import { untilStopped } from './until-stopped.ts'

interface InitOptions {
  readonly dir: string
  readonly site: string
  readonly name: string
  readonly organisation: string
  readonly adminEmail: string
  readonly adminName: string
  readonly url: string
  readonly port: string
  readonly linkFile?: string
  readonly engines?: boolean
  readonly keep?: boolean
}

export function nodeCommand(): Command {
  const node = new Command('node').description("make and run this institution's node")
  node
    .command('init')
    .requiredOption('--site <slug>', 'short name of the site, such as cape-town')
    .requiredOption('--name <name>', 'name of the site, as people read it')
    .requiredOption('--organisation <name>', 'name of the institution')
    .requiredOption('--admin-email <address>', "the first administrator's e-mail address")
    .option('--admin-name <name>', "the first administrator's name", 'Administrator')
    .option('--dir <path>', 'directory of everything that the node keeps', DEFAULT_NODE_DIR)
    .option('--port <number>', 'port to listen on', '8080')
    .option(
      '--url <url>',
      'address by which people and peers reach the node (default: this port on loopback)',
    )
    .option(
      '--link-file <path>',
      'write the one-time set-up link to a file instead of the terminal',
    )
    .option('--no-engines', 'do not install engines that are missing')
    .option('--keep', 'leave a node that is there already as it is')
    .description('make the keys, the database and the first administrator of a node')
    .action(async (options: Omit<InitOptions, 'url'> & { url?: string }) => {
      await initNode({ ...options, url: options.url ?? `http://127.0.0.1:${options.port}` })
    })
  node
    .command('start')
    .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
    .description('run the node until it is stopped')
    .action(async ({ dir }: { dir: string }) => {
      await untilStopped(() => startNodeIn(resolve(dir)))
    })
  return node
}

export function upCommand(): Command {
  return new Command('up')
    .requiredOption('--join <invite>', 'the invite of a federation, or file:PATH of one')
    .option('--dir <path>', 'directory of the node', DEFAULT_NODE_DIR)
    .option('--timeout <seconds>', 'how long to wait for the approval', '3600')
    .option('--no-start', 'join only')
    .description('join a federation and run the node')
    .action(async (options: { join: string; dir: string; timeout: string; start: boolean }) => {
      const dir = resolve(options.dir)
      await joinFederation(dir, options.join, timeoutOf(options.timeout))
      if (options.start) await untilStopped(() => startNodeIn(dir))
    })
}

async function initNode(options: InitOptions): Promise<void> {
  const dir = resolve(options.dir)
  const site = SiteId.safeParse(`site:${options.site}`)
  if (!site.success) throw new CliError('--site is a short name such as cape-town', EXIT.usage)
  if (hasSettings(dir)) {
    if (options.keep) return note(`${dir} has a node already; it is left as it is`)
    throw new CliError(`${dir} has a node already`)
  }
  if (options.engines !== false) await installMissing(ENGINE_PACKAGES)
  const { makeFirstAdministrator } = await import('@crosspanel/node/users/first-administrator')
  const { migrateNode } = await import('@crosspanel/node/db')

  const file: Settings = {
    site: site.data,
    site_name: options.name,
    organisation: options.organisation,
    contact: options.adminEmail,
    port: Number(options.port),
    url: options.url,
  }
  const settings = await settingsOf(textOf(file), NodeEnvironment, process.env)
  readConfig({ CROSSPANEL_DATA_DIR: dir, DATABASE_URL: 'private', ...settings })
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await makeKeys(join(dir, 'keys'), site.data)
  await using services = await openServices(dir, settings, {
    database: NODE_DATABASE,
    redis: false,
    isNew: true,
  })
  await migrateNode(services.databaseUrl)
  const { token } = await makeFirstAdministrator(services.databaseUrl, {
    email: options.adminEmail,
    name: options.adminName,
  })
  const link = `${options.url}/set-up#${token}`
  if (options.linkFile === undefined) print(link)
  else await writeFile(options.linkFile, `${link}\n`, { mode: 0o600 })
  // They say that the node is made. What failed before may be tried again in the same directory.
  await writeSettings(dir, file)
  note(`The node ${site.data} is made in ${dir}.`)
  note(`The set-up link works once, for a day. Next: crosspanel node start --dir ${options.dir}`)
}

/** Keys that an earlier attempt for the same site has made are the site's. */
async function makeKeys(dir: string, siteId: SiteId): Promise<void> {
  const { createSiteKeys, readSiteKeys } = await import('@crosspanel/node/peers/site-keys')
  try {
    await createSiteKeys(dir, siteId)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'site-exists')) throw error
    const there = await readSiteKeys(dir)
    if (there.siteId === siteId) return
    throw new CliError(
      `${dir} has the keys of ${there.siteId}: name that site with --site, or another directory with --dir`,
      EXIT.failed,
      { cause: error },
    )
  }
}

/** Opens the servers and the node on them; disposing of it stops the node first. */
async function startNodeIn(dir: string): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  const settings = await readSettings(dir, NodeEnvironment, process.env)
  const services = stack.use(
    await openServices(dir, settings, { database: NODE_DATABASE, redis: true }),
  )
  const { startNode } = await import('@crosspanel/node/start')
  const { migrateNode } = await import('@crosspanel/node/db')
  await migrateNode(services.databaseUrl)
  const fromFile = await originsOf(dir, process.env)
  const { config, secrets } = readConfig(withServices(dir, settings, services), {
    ...madeByCommand(settings),
    ...fromFile,
  })
  const node = stack.use(await startNode(config, secrets))
  note(`${config.siteId} listens on ${node.url}`)
  const owned = stack.move()
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function joinFederation(dir: string, given: string, timeoutMs: number): Promise<void> {
  const { enrolSite } = await import('@crosspanel/node/peers/enrolment')
  const settings = await readSettings(dir, NodeEnvironment, process.env)
  const invite = given.startsWith('file:')
    ? (await import('@crosspanel/node/cli/login')).readSecret(given.slice('file:'.length))
    : Promise.resolve(given)
  let isPending = false
  const { registryUrl } = await enrolSite({
    dataDir: dir,
    invite: await invite,
    organisation: settings['CROSSPANEL_ORGANISATION'] ?? '',
    siteName: settings['CROSSPANEL_SITE_NAME'] ?? '',
    contact: settings['CROSSPANEL_CONTACT'] ?? '',
    url: settings['CROSSPANEL_URL'] ?? '',
    timeoutMs,
    onPending: (fingerprint) => {
      isPending = true
      note(
        `Waiting for approval. The fingerprint of this site, to compare by phone: ${fingerprint}`,
      )
    },
  }).catch((error: unknown) => {
    const isLater = error instanceof DomainError && error.code === 'not-ready'
    const exitCode = isPending ? EXIT.waitTimedOut : EXIT.unreachable
    throw isLater ? new CliError(error.message, exitCode) : error
  })
  await changeSettings(dir, { registry_url: registryUrl })
  note('The site is a member of the federation.')
}

/** What the command fills in where neither the file nor the environment says it. */
function madeByCommand(settings: Record<string, string | undefined>): Origins {
  const names = ['CROSSPANEL_DATA_DIR', 'DATABASE_URL', 'REDIS_URL']
  const missing = names.filter((name) => settings[name] === undefined)
  return Object.fromEntries(missing.map((name) => [name, 'command']))
}

function withServices(
  dir: string,
  settings: Record<string, string | undefined>,
  services: Services,
): Record<string, string | undefined> {
  return {
    CROSSPANEL_DATA_DIR: dir,
    ...settings,
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
  }
}
