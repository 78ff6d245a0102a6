import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { AdminSession } from '@crosspanel/protocol/registry-api'
import { createRegistryApi } from './api.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { storeSession } from './session.ts'

export interface LogInOptions {
  readonly url: string
  readonly email: string
  /** `-` for standard input. */
  readonly passwordFile: string
  /** Holds the one-time link, or only its token: then the password is set and not asked for. */
  readonly setUpFile?: string
}

export async function logIn(options: LogInOptions): Promise<void> {
  const { email } = options
  if (!/^https?:\/\//.test(options.url) || !URL.canParse(options.url)) {
    throw new CliError('--url is an address such as https://registry.example.org', EXIT.usage)
  }
  const url = options.url.replace(/\/+$/, '')
  const api = createRegistryApi({ url })
  const password = await readSecret(options.passwordFile)
  const { setUpFile } = options
  const session =
    setUpFile === undefined
      ? await api.post('/v1/login', AdminSession, { email, password })
      : await api.post('/v1/set-up', AdminSession, {
          token: tokenOf(await readSecret(setUpFile)),
          email,
          password,
        })
  await storeSession({ url, email, ...session })
}

/** A secret comes from a file or standard input, never from a flag, where other users could see it. */
async function readSecret(path: string): Promise<string> {
  const content = await (path === '-' ? text(process.stdin) : readFile(path, 'utf8')).catch(
    (error: unknown) => {
      throw new CliError(`${path} cannot be read`, EXIT.usage, { cause: error })
    },
  )
  const secret = content.replace(/\r?\n$/, '')
  if (secret === '') throw new CliError(`${path} is empty`, EXIT.usage)
  return secret
}

function tokenOf(link: string): string {
  return link.slice(link.indexOf('#') + 1).trim()
}
