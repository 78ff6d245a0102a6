import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyDescriptor, verifyStatement } from '@crosspanel/protocol/signed-document'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSiteKeys, readIdentityKeys, readSiteKeys } from './site-keys.ts'
import { describesPanels, type OwnPanel, signDescriptor, signStatement } from './statement.ts'

let parent: string
let dir: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'crosspanel-keys-'))
  dir = join(parent, 'keys')
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const FIELDS = {
  organisation: 'Lund University',
  siteName: 'Lund',
  url: 'https://lund.example',
  reach: 'inbound',
  contact: 'ops@lund.example',
} as const

const PANEL: OwnPanel = {
  panelId: 'site:lund/nordic-v1',
  version: '1',
  title: 'Nordic',
  build: 'GRCh38',
  samples: 100,
  populations: [],
  chromosomes: [{ chromosome: '20', start: 1, end: 1_000_000, variants: 1000 }],
  phasingEngines: [],
  minSamples: 20,
  maxSamples: 1000,
  digest: 'a'.repeat(64),
  access: ['site:ibadan'],
}

describe('the keys of a site', () => {
  it('are readable by their owner only', async () => {
    await createSiteKeys(dir, 'site:lund')

    const names = await readdir(dir)
    const modes = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).mode))

    expect(names.toSorted()).toEqual([
      'encryption.jwk.json',
      'pseudonym.key',
      'root.jwk.json',
      'sign.jwk.json',
      'site.json',
    ])
    expect(modes.map((mode) => mode & 0o777)).toEqual(names.map(() => 0o600))
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
  })

  it('are never written over', async () => {
    await createSiteKeys(dir, 'site:lund')
    const before = await readFile(join(dir, 'root.jwk.json'), 'utf8')

    const again = createSiteKeys(dir, 'site:lund')

    await expect(again).rejects.toMatchObject({ code: 'site-exists' })
    expect(await readFile(join(dir, 'root.jwk.json'), 'utf8')).toBe(before)
    expect(await readdir(parent)).toEqual(['keys'])
  })

  it('are not read when others could have read them', async () => {
    await createSiteKeys(dir, 'site:lund')
    await chmod(join(dir, 'sign.jwk.json'), 0o640)

    await expect(readSiteKeys(dir)).rejects.toThrow('can be read by others')
  })

  it('are not quoted when they are damaged', async () => {
    await createSiteKeys(dir, 'site:lund')
    await writeFile(join(dir, 'sign.jwk.json'), '{"d":"my secret"', { mode: 0o600 })

    await expect(readSiteKeys(dir)).rejects.toThrow(/sign\.jwk\.json is damaged$/)
  })

  it('sign a statement and a descriptor that others believe', async () => {
    await createSiteKeys(dir, 'site:lund')
    const now = new Date()
    const keys = await readSiteKeys(dir)

    const statement = await verifyStatement(
      await signStatement(await readIdentityKeys(dir), FIELDS, now),
    )
    if (statement.kind === 'refused') throw new Error(statement.detail)
    const descriptor = await verifyDescriptor(
      await signDescriptor(keys, [PANEL], 7, now),
      statement.document,
      now.getTime(),
    )

    expect(statement.document).toMatchObject({ siteId: 'site:lund', ...FIELDS })
    expect(statement.kids).toContain(keys.signKid)
    expect(descriptor).toMatchObject({ kind: 'valid', document: { serial: 7, panels: [PANEL] } })
  })
})

describe('a descriptor', () => {
  const descriptor = {
    siteId: 'site:lund',
    serial: 1,
    software: { name: 'crosspanel', version: '0.1.0' },
    panels: [PANEL],
    issued: new Date().toISOString(),
  }

  it('says what there is to say when only the order of members differs', () => {
    const { access, ...others } = PANEL

    expect(describesPanels(descriptor, [{ access, ...others }])).toBe(true)
  })

  it.each<[string, readonly OwnPanel[]]>([
    ['a panel is gone', []],
    ['a panel has another version', [{ ...PANEL, version: '2' }]],
    ['a panel is open to others', [{ ...PANEL, access: 'members' }]],
  ])('is out of date when %s', (_name, panels) => {
    expect(describesPanels(descriptor, panels)).toBe(false)
  })

  it('is out of date when there is none', () => {
    expect(describesPanels(undefined, [])).toBe(false)
  })
})
