import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeEnvironment } from '@crosspanel/node/config'
import { secretsOf } from '@crosspanel/node/setting-views'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { originsOf, readSettings, writeSettings } from './settings.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-settings-'))
})
afterEach(() => rm(dir, { recursive: true }))

describe('settings', () => {
  it('come from the file, and before it from the environment', async () => {
    await writeSettings(dir, { port: 1, site_name: 'Lund' })

    const settings = await readSettings(dir, NodeEnvironment, { CROSSPANEL_PORT: '2' })

    expect(settings).toEqual({ CROSSPANEL_PORT: '2', CROSSPANEL_SITE_NAME: 'Lund' })
    expect(await originsOf(dir, { CROSSPANEL_PORT: '2' })).toEqual({ CROSSPANEL_SITE_NAME: 'file' })
  })

  it('are refused when one is not known', async () => {
    await writeSettings(dir, { prot: 1 })

    await expect(readSettings(dir, NodeEnvironment, {})).rejects.toThrow("'prot' is not a setting")
  })

  it('are refused with the name of the file when it is no TOML', async () => {
    await writeFile(join(dir, 'settings.toml'), 'port = = 1\n')

    await expect(readSettings(dir, NodeEnvironment, {})).rejects.toThrow(/^settings\.toml: .*TOML/s)
  })
})

describe('a secret', () => {
  it.each(['environment', 'file'])('may lie in a file that the %s names', async (where) => {
    const path = join(dir, 'url')
    await writeFile(path, 'postgres://here\n')
    await writeSettings(dir, where === 'file' ? { database_url_file: path } : {})
    const env = where === 'file' ? {} : { DATABASE_URL_FILE: path }

    const settings = await readSettings(dir, NodeEnvironment, env)

    expect(settings).toEqual({ DATABASE_URL: 'postgres://here' })
    expect(await originsOf(dir, env)).toEqual(where === 'file' ? { DATABASE_URL: 'file' } : {})
  })

  it('is not given twice', async () => {
    await writeSettings(dir, { database_url: 'a', database_url_file: 'b' })

    await expect(readSettings(dir, NodeEnvironment, {})).rejects.toThrow('both set')
  })

  it('is marked in the schema', () => {
    expect(secretsOf(NodeEnvironment)).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'REDIS_URL']),
    )
  })
})
