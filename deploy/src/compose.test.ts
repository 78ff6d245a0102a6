import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { check, down, prepare, status, up } from './compose.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-compose-'))
})
afterEach(() => rm(dir, { recursive: true }))

const PLACE = {
  serverName: 'node.example.org',
  slug: 'lund',
  siteName: 'Lund',
  organisation: 'Lund $University',
  adminEmail: 'admin@lund.example',
}

/** Stands for Docker's program: writes down what it was asked for, and ends as it is told. */
async function fakeDocker(exitCode = 0): Promise<string> {
  const path = join(dir, 'docker')
  await writeFile(
    path,
    `#!/bin/sh\necho "$@" >>${dir}/asked\n[ ${exitCode} = 0 ] || { echo 'no such service' >&2; exit ${exitCode}; }\n`,
  )
  await chmod(path, 0o755)
  return path
}

describe('preparing a deployment', () => {
  it('writes the settings and a new password that is in both secrets', async () => {
    await prepare(dir, PLACE)

    const read = (name: string) => readFile(join(dir, name), 'utf8')
    expect(await read('.env')).toContain("CROSSPANEL_ORGANISATION='Lund $University'\n")
    const password = await read('secrets/postgres_password')
    expect(password).toHaveLength(32)
    expect(new URL(await read('secrets/database_url')).password).toBe(password)
    expect((await stat(join(dir, 'secrets'))).mode & 0o777).toBe(0o700)
  })

  it('leaves what is there', async () => {
    await prepare(dir, PLACE)
    const before = await readFile(join(dir, 'secrets/postgres_password'), 'utf8')

    await expect(prepare(dir, PLACE)).rejects.toThrow('prepared already')
    expect(await readFile(join(dir, 'secrets/postgres_password'), 'utf8')).toBe(before)
  })

  it('refuses a name that the file of settings cannot hold', async () => {
    await expect(prepare(dir, { ...PLACE, siteName: "O'Hara" })).rejects.toThrow('quotation mark')
  })
})

describe('a deployment', () => {
  it.each([
    ['up', up, /compose -f compose.yaml up --build -d/],
    ['down', down, /compose -f compose.yaml down/],
    ['status', status, /compose -f compose.yaml ps/],
    ['check', check, /compose -f compose.yaml config --quiet/],
  ])('is driven through the engine: %s', async (_, call, asked) => {
    await call({ dir, executablePath: await fakeDocker() })

    expect(await readFile(join(dir, 'asked'), 'utf8')).toMatch(asked)
  })

  it('hands on why the engine refused', async () => {
    const attempt = up({ dir, executablePath: await fakeDocker(1) })

    await expect(attempt).rejects.toThrow('no such service')
  })

  it('says what to do where there is no engine', async () => {
    const attempt = up({ dir, executablePath: join(dir, 'nothing') })

    await expect(attempt).rejects.toThrow('Is a Docker engine running here?')
  })
})
