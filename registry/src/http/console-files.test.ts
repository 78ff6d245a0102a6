import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleFiles } from './console-files.ts'
import type { AppEnv } from './env.ts'

describe("the registry's console", () => {
  let dir = ''
  let app: Hono<AppEnv>
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'crosspanel-console-'))
    await mkdir(join(dir, 'assets'))
    await writeFile(join(dir, 'registry.html'), 'federation page')
    await writeFile(join(dir, 'index.html'), 'node page')
    await writeFile(join(dir, 'assets', 'main-1.js'), 'script')
    await writeFile(join(dir, 'assets', 'main-1.js.br'), 'compressed script')
    app = new Hono<AppEnv>()
    app.use(...consoleFiles(dir))
  })
  afterAll(() => rm(dir, { recursive: true }))

  const open = async (path: string, accept = 'text/html') => {
    const answer = await app.request(path, { headers: { accept } })
    return [answer.status, await answer.text(), answer.headers.get('cache-control')]
  }

  it.each(['/', '/status', '/federation/requests', '/index.html', '/nowhere'])(
    'is one page at %s, never the one of a node',
    async (path) => {
      expect(await open(path)).toEqual([200, 'federation page', 'no-cache'])
    },
  )

  it('keeps its files for ever', async () => {
    expect(await open('/assets/main-1.js', '*/*')).toEqual([
      200,
      'script',
      'public, max-age=31536000, immutable',
    ])
  })

  it('is sent in the compressed form that a browser takes', async () => {
    const headers = { 'accept-encoding': 'gzip, br' }
    const answer = await app.request('/assets/main-1.js', { headers })

    expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual([
      'br',
      'compressed script',
    ])
  })

  it.each(['/v1/nowhere', '/services/x', '/livez/x', '/openapi.json'])(
    'is no answer of the API at %s',
    async (path) => {
      expect((await open(path))[0]).toBe(404)
    },
  )

  it('is not what programs get for an unknown address', async () => {
    expect((await open('/nowhere', 'application/json'))[0]).toBe(404)
  })
})
