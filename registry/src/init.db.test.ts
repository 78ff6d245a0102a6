import { existsSync } from 'node:fs'
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

  it('never replaces a root key', async () => {
    await using registry = await openTestRegistry()
    await using database = await cloneDatabase('registry')
    const { config } = registry

    const again = initRegistry({ ...config, databaseUrl: database.url, adminEmail: ADMIN.email })

    await expect(again).rejects.toThrow('EEXIST')
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
