import { AddPanel } from '@crosspanel/protocol/panel-admin'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readInputs } from './read-inputs.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-read-inputs-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('the tables of a panel that is to be added', () => {
  it('are refused, and not read, when no memory could hold them', async () => {
    const huge = join(dir, 'huge.map')
    await writeFile(huge, '')
    await truncate(huge, 1024 ** 4)
    const genotypes = join(dir, 'panel.bcf')
    await writeFile(genotypes, '')
    const request = AddPanel.parse({
      ...{ panelId: 'site:lund/finnish', title: 'Finns', version: 'v1', build: 'GRCh37' },
      ...{ genotypeFiles: [genotypes], mapFiles: [huge] },
    })
    const tools = { run: () => Promise.resolve(), text: () => Promise.resolve('one\n') }

    const read = readInputs(request, tools)

    await expect(read).rejects.toMatchObject({
      code: 'panel-source-refused',
      message: 'huge.map is longer than 256 MiB',
    })
  })
})
