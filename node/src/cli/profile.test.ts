import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT } from '@crosspanel/protocol/exit-codes'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { configDirectory, forgetLogin, requireLogin, storeLogin } from './profile.ts'

const LUND = 'https://lund.example'
const UCT = 'https://uct.example'
let home = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'crosspanel-profile-'))
  vi.stubEnv('XDG_CONFIG_HOME', home)
  vi.stubEnv('CROSSPANEL_LOGIN_URL', undefined)
  vi.stubEnv('CROSSPANEL_TOKEN', undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

describe('the login to use', () => {
  it('is asked for with exit code 4 when there is none', async () => {
    await expect(requireLogin(undefined)).rejects.toMatchObject({ exitCode: EXIT.loginNeeded })
  })

  it('is the latest, or the one that is named', async () => {
    await storeLogin(LUND, 'r@lund.example', { token: 'token-lund' })
    await storeLogin(`${UCT}/`, 'r@uct.example', { token: 'token-uct' })

    expect(await requireLogin(undefined)).toEqual({ url: UCT, token: 'token-uct' })
    expect(await requireLogin(`${LUND}/`)).toEqual({ url: LUND, token: 'token-lund' })
  })

  it('is that of the environment before the stored one', async () => {
    await storeLogin(LUND, 'r@lund.example', { token: 'token-lund' })
    vi.stubEnv('CROSSPANEL_LOGIN_URL', `${UCT}/`)
    vi.stubEnv('CROSSPANEL_TOKEN', 'token-env')

    expect(await requireLogin(undefined)).toEqual({ url: UCT, token: 'token-env' })
  })

  it('falls back to another when it is forgotten', async () => {
    await storeLogin(LUND, 'r@lund.example', { token: 'token-lund' })
    await storeLogin(UCT, 'r@uct.example', { token: 'token-uct' })

    await forgetLogin(UCT)

    expect(await requireLogin(undefined)).toEqual({ url: LUND, token: 'token-lund' })
    await expect(requireLogin(UCT)).rejects.toMatchObject({ exitCode: EXIT.loginNeeded })
  })

  it('is kept where only its owner can read it', async () => {
    await storeLogin(LUND, 'r@lund.example', { token: 'token-lund' })

    const { mode } = await stat(join(configDirectory(), 'sites.json'))

    expect(mode & 0o777).toBe(0o600)
  })

  it.each(['{"sites":1}', '{', ''])('is asked for again when its file holds %j', async (text) => {
    await storeLogin(LUND, 'r@lund.example', { token: 'token-lund' })
    await writeFile(join(configDirectory(), 'sites.json'), text)

    await expect(requireLogin(undefined)).rejects.toMatchObject({ exitCode: EXIT.loginNeeded })
  })
})
