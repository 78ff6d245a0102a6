import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'smol-toml'

export type Settings = Readonly<Record<string, string | number | boolean>>

const FILE = 'settings.toml'
/** Variables that carry no `CROSSPANEL_` before their name. */
const BARE = new Set(['DATABASE_URL', 'REDIS_URL'])

/**
 * Settings of one node or registry: `settings.toml` in its directory, where `port` stands for
 * `CROSSPANEL_PORT`. A variable of the environment goes before the file.
 */
export async function readSettings(
  dir: string,
  known: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Record<string, string | undefined>> {
  const path = join(dir, FILE)
  if (!existsSync(path)) {
    throw new Error(`${dir} has no ${FILE}: run \`init\` for this directory first`)
  }
  const fromFile: Record<string, string> = {}
  for (const [key, value] of Object.entries(parse(await readFile(path, 'utf8')))) {
    const variable = variableOf(key)
    if (!known.includes(variable)) throw new Error(`${path}: '${key}' is not a setting`)
    if (typeof value === 'object') throw new Error(`${path}: '${key}' takes one value`)
    fromFile[variable] = String(value)
  }
  const fromEnvironment = Object.fromEntries(
    known.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  ) as Record<string, string>
  return { ...fromFile, ...fromEnvironment }
}

/** Writes the file once, readable by its owner alone; refuses to overwrite. */
export async function writeSettings(dir: string, settings: Settings): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeFile(join(dir, FILE), `${stringify(settings)}\n`, { mode: 0o600, flag: 'wx' })
}

export async function changeSettings(dir: string, change: Settings): Promise<void> {
  const path = join(dir, FILE)
  const settings = { ...parse(await readFile(path, 'utf8')), ...change }
  await writeFile(path, `${stringify(settings)}\n`, { mode: 0o600 })
}

export function hasSettings(dir: string): boolean {
  return existsSync(join(dir, FILE))
}

function variableOf(key: string): string {
  const upper = key.toUpperCase()
  return BARE.has(upper) ? upper : `CROSSPANEL_${upper}`
}
