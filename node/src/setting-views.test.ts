import { describe, expect, it } from 'vitest'
import { NodeEnvironment, readConfig } from './config.ts'
import { settingViews } from './setting-views.ts'

const ENV = {
  CROSSPANEL_SITE: 'site:lund',
  CROSSPANEL_SITE_NAME: 'Lund',
  CROSSPANEL_DATA_DIR: '/var/lib/crosspanel',
  CROSSPANEL_PORT: '9000',
  CROSSPANEL_S3_ENDPOINT: 'https://key:word@s3.example.org/blobs',
  DATABASE_URL: 'postgres://node:a-password@db/node',
}
const view = (name: string, origins = {}) =>
  settingViews(NodeEnvironment, ENV, origins).find((setting) => setting.name === name)

describe('the settings as administrators see them', () => {
  it('say where each comes from', () => {
    const origins = { CROSSPANEL_PORT: 'file', DATABASE_URL: 'command' } as const

    expect(view('CROSSPANEL_SITE')?.origin).toBe('environment')
    expect(view('CROSSPANEL_HEALTH_POLL_S')).toMatchObject({ value: '5', origin: 'default' })
    expect(view('CROSSPANEL_PORT', origins)).toMatchObject({ value: '9000', origin: 'file' })
    expect(view('CROSSPANEL_CORES')).toMatchObject({ value: null, isSet: false, origin: 'default' })
    expect(view('CROSSPANEL_WEBHOOK_PORTS')).toMatchObject({ value: '80,443,8443', isSet: true })
    expect(view('CROSSPANEL_SITE')?.description).toContain('Id of this site')
    expect(readConfig(ENV, origins).config.settings).toContainEqual(view('DATABASE_URL', origins))
  })

  it('tell of secrets only whether they are set', () => {
    expect(view('DATABASE_URL')).toMatchObject({ value: null, isSecret: true, isSet: true })
    expect(view('REDIS_URL')).toMatchObject({ value: null, isSecret: true, isSet: false })
    expect(view('CROSSPANEL_S3_ENDPOINT')?.value).toBe('https://…@s3.example.org/blobs')
    expect(JSON.stringify(settingViews(NodeEnvironment, ENV))).not.toMatch(/a-password|key:word/)
  })
})
