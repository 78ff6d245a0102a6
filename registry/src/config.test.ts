import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const ENV = {
  CROSSPANEL_FEDERATION: 'fed:demo',
  CROSSPANEL_URL: 'https://registry.example/',
  CROSSPANEL_ROOT_KEY_FILE: '/etc/crosspanel/root.jwk',
  DATABASE_URL: 'postgres://secret@localhost/registry',
}

describe('the configuration', () => {
  it('has a default for all but the four things that nobody else can know', () => {
    const config = readConfig(ENV)

    expect(config).toEqual({
      federationId: 'fed:demo',
      publicUrl: 'https://registry.example',
      keyFile: '/etc/crosspanel/root.jwk',
      host: '127.0.0.1',
      port: 8090,
      databaseUrl: ENV.DATABASE_URL,
      documentLifeDays: 14,
      rateAddressPerMin: 1200,
      rateAccountPerMin: 600,
      rateSitePerMin: 60,
      logLevel: 'info',
    })
  })

  it('names every bad variable in one error, and no value', () => {
    const env = { ...ENV, CROSSPANEL_FEDERATION: 'Demo', CROSSPANEL_PORT: '70000' }

    expect(() => readConfig(env)).toThrow(/CROSSPANEL_FEDERATION[\s\S]*CROSSPANEL_PORT/)
    expect(() => readConfig(env)).not.toThrow(/secret|70000/)
  })
})
