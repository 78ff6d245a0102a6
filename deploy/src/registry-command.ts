import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CliError } from '@crosspanel/protocol/exit-codes'
import { note, print } from '@crosspanel/node/cli/output'
import { registryProgram } from '@crosspanel/registry/cli/program'
import type { Command } from 'commander'
import type { Services } from './services.ts'
import {
  hasSettings,
  readSettings,
  type Settings,
  settingsOf,
  textOf,
  writeSettings,
} from './settings.ts'
import { untilStopped } from './until-stopped.ts'

const DEFAULT_DIR = './crosspanel-registry'
const DATABASE = 'crosspanel_registry'

interface InitOptions {
  readonly dir: string
  readonly federation: string
  readonly adminEmail: string
  readonly port: string
  readonly url?: string
  readonly linkFile?: string
  readonly keep?: boolean
}

/** The registry's own verbs, and the two that make and run one. */
export function registryCommand(): Command {
  const registry = registryProgram()
  registry
    .command('init')
    .requiredOption('--federation <slug>', 'short name of the federation')
    .requiredOption('--admin-email <address>', "the first federation admin's e-mail address")
    .option('--dir <path>', 'directory of everything that the registry keeps', DEFAULT_DIR)
    .option('--port <number>', 'port to listen on', '8090')
    .option(
      '--url <url>',
      'address by which sites reach the registry (default: this port on loopback)',
    )
    .option(
      '--link-file <path>',
      'write the one-time set-up link to a file instead of the terminal',
    )
    .option('--keep', 'leave a registry that is there already as it is')
    .description('make the root key, the database and the first admin of a registry')
    .action(initialise)
  registry
    .command('start')
    .option('--dir <path>', 'directory of the registry', DEFAULT_DIR)
    .description('run the registry until it is stopped')
    .action(async ({ dir }: { dir: string }) => {
      await untilStopped(() => startRegistryIn(resolve(dir)))
    })
  return registry
}

async function initialise(options: InitOptions): Promise<void> {
  const dir = resolve(options.dir)
  if (hasSettings(dir)) {
    if (options.keep) return note(`${dir} has a registry already; it is left as it is`)
    throw new CliError(`${dir} has a registry already`)
  }
  const { initRegistry } = await import('@crosspanel/registry/init')
  const { readConfig, RegistryEnvironment } = await import('@crosspanel/registry/config')
  const { migrateRegistry } = await import('@crosspanel/registry/db')
  const publicUrl = options.url ?? `http://127.0.0.1:${options.port}`
  const file: Settings = {
    federation: `fed:${options.federation}`,
    port: Number(options.port),
    url: publicUrl,
    root_key_file: join(dir, 'root.jwk.json'),
  }
  const settings = await settingsOf(textOf(file), RegistryEnvironment, process.env)
  readConfig({ DATABASE_URL: 'private', ...settings })
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await using services = await openFor(dir, settings, { isNew: true })
  await migrateRegistry(services.databaseUrl)
  const made = await initRegistry({
    databaseUrl: services.databaseUrl,
    keyFile: join(dir, 'root.jwk.json'),
    federationId: `fed:${options.federation}`,
    adminEmail: options.adminEmail,
    publicUrl,
  })
  if (options.linkFile === undefined) print(made.setUpUrl)
  else await writeFile(options.linkFile, `${made.setUpUrl}\n`, { mode: 0o600 })
  // They say that the registry is made. What failed before may be tried again in the same directory.
  await writeSettings(dir, file)
  note(`The registry of fed:${options.federation} is made in ${dir}.`)
  note(`Its root key has the fingerprint ${made.rootFingerprint}`)
  note(
    `The set-up link works once, for a day. Next: crosspanel registry start --dir ${options.dir}`,
  )
}

async function startRegistryIn(dir: string): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  const settings = await settingsIn(dir)
  const services = stack.use(await openFor(dir, settings))
  const { migrateRegistry } = await import('@crosspanel/registry/db')
  const { startRegistry } = await import('@crosspanel/registry/start')
  await migrateRegistry(services.databaseUrl)
  const { readConfig } = await import('@crosspanel/registry/config')
  const config = readConfig({ ...settings, DATABASE_URL: services.databaseUrl })
  const registry = await startRegistry(config)
  stack.defer(() => registry.close())
  note(`the registry listens on ${registry.url}`)
  const owned = stack.move()
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function openFor(
  dir: string,
  settings: Record<string, string | undefined>,
  { isNew = false } = {},
): Promise<Services> {
  const { openServices } = await import('./services.ts')
  return openServices(dir, settings, { database: DATABASE, redis: false, isNew })
}

async function settingsIn(dir: string): Promise<Record<string, string | undefined>> {
  const { RegistryEnvironment } = await import('@crosspanel/registry/config')
  return readSettings(dir, RegistryEnvironment, process.env)
}
