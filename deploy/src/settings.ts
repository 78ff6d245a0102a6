import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Origins, secretsOf } from '@crosspanel/node/setting-views'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { nearestOf } from '@crosspanel/protocol/nearest'
import { parse, stringify, type TomlTable } from 'smol-toml'
import type { z } from 'zod'

export type Settings = Readonly<Record<string, string | number | boolean>>
type Schema = z.ZodObject<Readonly<Record<string, z.ZodType>>>
type Variables = Record<string, string | undefined>

export const SETTINGS_FILE = 'settings.toml'
/** A name further off than this is no slip of the keys. */
const SUGGESTED_WITHIN_EDITS = 4
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
  const path = join(dir, SETTINGS_FILE)
  if (!existsSync(path)) {
    throw new Error(`${dir} has no ${SETTINGS_FILE}: run \`init\` for this directory first`)
  }
  return settingsOf(await readFile(path, 'utf8'), schema, env)
}

/** Which of the settings stand in the file, and are not replaced by a variable of the environment. */
export async function originsOf(dir: string, env: NodeJS.ProcessEnv): Promise<Origins> {
  const content = await readFile(join(dir, SETTINGS_FILE), 'utf8')
  const names = Object.keys(parse(content)).map((key) => variableOf(key).replace(/_FILE$/, ''))
  const isFromFile = (name: string) => env[name] === undefined && env[`${name}_FILE`] === undefined
  return Object.fromEntries(names.filter(isFromFile).map((name) => [name, 'file']))
}

/** The settings that the text of a file says, with those of the environment before them. */
export async function settingsOf(
  content: string,
  schema: Schema,
  env: NodeJS.ProcessEnv,
): Promise<Variables> {
  const secrets = secretsOf(schema)
  const known = [...Object.keys(schema.shape), ...secrets.map((name) => `${name}_FILE`)]
  const fromFile: Variables = {}
  for (const [key, value] of Object.entries(parseSettings(content))) {
    const variable = variableOf(key)
    if (!known.includes(variable)) throw new Error(unknownSetting(key, known))
    if (typeof value === 'object') throw new Error(`${SETTINGS_FILE}: '${key}' takes one value`)
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

function parseSettings(content: string): TomlTable {
  try {
    return parse(content)
  } catch (error) {
    const words = error instanceof Error ? error.message.trim() : String(error)
    throw new CliError(`${SETTINGS_FILE}: ${words}`, EXIT.usage, { cause: error })
  }
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

function unknownSetting(key: string, known: readonly string[]): string {
  const variable = variableOf(key)
  const nearest = nearestOf(variable, known, SUGGESTED_WITHIN_EDITS)
  const hint =
    nearest === undefined
      ? ': docs/operations.md has them all'
      : `; did you mean '${keyOf(nearest)}'?`
  return `${SETTINGS_FILE}: '${key}' is not a setting${hint}`
}

/** Writes the file once, readable by its owner alone; refuses to overwrite. */
export async function writeSettings(dir: string, settings: Settings): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeFile(join(dir, SETTINGS_FILE), textOf(settings), { mode: 0o600, flag: 'wx' })
}

export async function changeSettings(dir: string, change: Settings): Promise<void> {
  const path = join(dir, SETTINGS_FILE)
  const settings = { ...parse(await readFile(path, 'utf8')), ...change }
  await writeFile(path, textOf(settings), { mode: 0o600 })
}

/** Settings as the file has them. */
export function textOf(settings: TomlTable): string {
  return `${stringify(settings)}\n`
}

export function hasSettings(dir: string): boolean {
  return existsSync(join(dir, SETTINGS_FILE))
}

function keyOf(variable: string): string {
  return variable.replace(/^CROSSPANEL_/, '').toLowerCase()
}

function variableOf(key: string): string {
  const upper = key.toUpperCase()
  return BARE.test(upper) ? upper : `CROSSPANEL_${upper}`
}
