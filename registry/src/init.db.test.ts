import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../test/src/postgres.ts'
import { ADMIN, openTestRegistry } from '../../test/src/registry-harness.ts'
import { migrateRegistry } from './db.ts'
import { initRegistry } from './init.ts'

describe('founding a federation', () => {
  it('hands out the link in the fragment, where no server logs it', async () => {
    await using registry = await openTestRegistry()
    const { setUpUrl, setUpToken } = registry.founded

    expect(setUpUrl).toBe(`http://registry.example/set-up#${setUpToken}`)
    expect(setUpToken).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  it('never replaces a root key, and refuses one of another federation', async () => {
    await using registry = await openTestRegistry()
    const { config } = registry
    const before = await readFile(config.keyFile, 'utf8')
    const request = { ...config, federationId: 'fed:other', adminEmail: ADMIN.email }

    await expect(initRegistry(request)).rejects.toThrow('of another federation or root key')

    expect(await readFile(config.keyFile, 'utf8')).toBe(before)
  })

  it('that was cut short goes on with the root key that it has made', async () => {
    await using registry = await openTestRegistry()
    await using database = await cloneDatabase('registry')
    const request = { ...registry.config, databaseUrl: database.url, adminEmail: 'me@example.org' }

    const first = await initRegistry(request)
    const again = await initRegistry(request)

    expect(again.rootFingerprint).toBe(registry.founded.rootFingerprint)
    expect(again.setUpToken).not.toBe(first.setUpToken)
  })

  it('is done once in a database, and leaves no root key of another', async () => {
    await using registry = await openTestRegistry()
    const { config } = registry
    const keyFile = join(dirname(config.keyFile), 'second.jwk')

    const again = initRegistry({ ...config, keyFile, adminEmail: ADMIN.email })

    await expect(again).rejects.toThrow('holds a federation already')
    expect(existsSync(keyFile)).toBe(false)
  })

  it('takes an empty database, migrated by two at the same time', async () => {
    await using database = await cloneDatabase('registry')

    const both = Promise.all([migrateRegistry(database.url), migrateRegistry(database.url)])

    await expect(both).resolves.toHaveLength(2)
  })
})
