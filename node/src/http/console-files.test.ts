import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleFiles } from './console-files.ts'
import type { AppEnv } from './env.ts'

describe('the console that the node serves', () => {
  let dir: string
  let app: Hono<AppEnv>
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'crosspanel-console-'))
    await mkdir(join(dir, 'dist/assets'), { recursive: true })
    await writeFile(join(dir, 'secret'), 'not of the console')
    await writeFile(join(dir, 'dist/index.html'), '<title>Crosspanel</title>')
    await writeFile(join(dir, 'dist/assets/main-abc123.js'), 'start()')
    app = new Hono<AppEnv>()
    app.use(...consoleFiles(join(dir, 'dist')))
  })
  afterAll(() => rm(dir, { recursive: true }))

  const get = (path: string, accept = 'text/html') => app.request(path, { headers: { accept } })

  it.each(['/', '/set-up', '/jobs/1'])('opens with its page at %s', async (path) => {
    const response = await get(path)

    expect(await response.text()).toBe('<title>Crosspanel</title>')
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  it('is sent in the compressed form that was built, to who takes it', async () => {
    await writeFile(join(dir, 'dist/assets/main-abc123.js.gz'), 'the compressed form')

    const compressed = await app.request('/assets/main-abc123.js', {
      headers: { 'accept-encoding': 'gzip' },
    })
    const plain = await get('/assets/main-abc123.js', '*/*')

    expect(compressed.headers.get('content-encoding')).toBe('gzip')
    expect(await compressed.text()).toBe('the compressed form')
    expect(await plain.text()).toBe('start()')
  })

  it('lets browsers keep the files whose names have a digest', async () => {
    const response = await get('/assets/main-abc123.js', '*/*')

    expect(await response.text()).toBe('start()')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it.each([
    ['an address of the API', '/api/v1/nothing', 'text/html'],
    ['an address of the peer API', '/peer/v1/nothing', 'text/html'],
    ['a file that is not there', '/assets/old.js', '*/*'],
    ['a path out of its folder', '/..%2fsecret', '*/*'],
    ['a path out of its folder, once more encoded', '/%2e%2e/secret', '*/*'],
  ])('is not the answer for %s', async (_, path, accept) => {
    const response = await get(path, accept)

    expect(response.status).toBe(404)
  })
})
