import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Timestamp } from '@crosspanel/protocol/ids'
import { z } from 'zod'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

const Session = z.object({
  url: z.string(),
  email: z.string(),
  token: z.string(),
  expires: Timestamp,
})
export type Session = z.infer<typeof Session>

const NOT_LOGGED_IN = 'not logged in; type: crosspanel registry login'

/** The stored login, if it is still good. */
export async function requireSession(now: Date): Promise<Session> {
  const text = await readFile(sessionPath(), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) throw new CliError(NOT_LOGGED_IN, EXIT.loginNeeded)
  const parsed = Session.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new CliError(`${sessionPath()} is damaged; log in again`, EXIT.loginNeeded)
  }
  if (Date.parse(parsed.data.expires) <= now.getTime()) {
    throw new CliError(`the login has expired; ${NOT_LOGGED_IN}`, EXIT.loginNeeded)
  }
  return parsed.data
}

/** Keeps the login where only its owner can read it. */
export async function storeSession(session: Session): Promise<void> {
  const path = sessionPath()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, `${JSON.stringify(session, undefined, 2)}\n`, { mode: 0o600 })
  await rename(temporary, path)
}

function sessionPath(): string {
  const { XDG_CONFIG_HOME: configHome } = process.env
  return join(configHome ?? join(homedir(), '.config'), 'crosspanel', 'registry.json')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
