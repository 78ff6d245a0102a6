import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'smol-toml'
import { z } from 'zod'

export type Settings = Readonly<Record<string, string | number | boolean>>
type Schema = z.ZodObject<Readonly<Record<string, z.ZodType>>>
type Variables = Record<string, string | undefined>

const FILE = 'settings.toml'
/** Variables that carry no `CROSSPANEL_` before their name. */
const BARE = /^(DATABASE|REDIS)_URL(_FILE)?$/

/**
 * Settings of one node or registry: `settings.toml` in its directory, where `port` stands for
 * `CROSSPANEL_PORT`. A variable of the environment goes before the file. A secret may be the path of
 * the file that holds it: `DATABASE_URL_FILE` stands for `DATABASE_URL`.
 */
export async function readSettings(
  dir: string,
  schema: Schema,
  env: NodeJS.ProcessEnv,
): Promise<Variables> {
  const path = join(dir, FILE)
  if (!existsSync(path)) {
    throw new Error(`${dir} has no ${FILE}: run \`init\` for this directory first`)
  }
  const secrets = secretsOf(schema)
  const known = [...Object.keys(schema.shape), ...secrets.map((name) => `${name}_FILE`)]
  const fromFile: Variables = {}
  for (const [key, value] of Object.entries(parse(await readFile(path, 'utf8')))) {
    const variable = variableOf(key)
    if (!known.includes(variable)) throw new Error(`${path}: '${key}' is not a setting`)
    if (typeof value === 'object') throw new Error(`${path}: '${key}' takes one value`)
    fromFile[variable] = String(value)
  }
  const fromEnvironment = Object.fromEntries(
    known.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  ) as Variables
  return {
    ...(await withSecretFiles(fromFile, secrets)),
    ...(await withSecretFiles(fromEnvironment, secrets)),
  }
}

/** Names of the variables that hold secrets. */
export function secretsOf(schema: Schema): string[] {
  return Object.entries(schema.shape)
    .filter(([, property]) => isSecret(property))
    .map(([name]) => name)
}

function isSecret(property: z.ZodType): boolean {
  if (property.meta()?.['secret'] === true) return true
  return property instanceof z.ZodOptional && isSecret(property.unwrap() as z.ZodType)
}

async function withSecretFiles(
  variables: Variables,
  secrets: readonly string[],
): Promise<Variables> {
  const found = { ...variables }
  for (const name of secrets) {
    const path = found[`${name}_FILE`]
    if (path === undefined) continue
    if (found[name] !== undefined) {
      throw new Error(`${name} and ${name}_FILE are both set: keep one of them`)
    }
    found[name] = (await readFile(path, 'utf8')).trimEnd()
    found[`${name}_FILE`] = undefined
  }
  return found
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
  return BARE.test(upper) ? upper : `CROSSPANEL_${upper}`
}
