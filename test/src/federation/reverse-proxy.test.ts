import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findTool } from '../debian-tools.ts'
import { type TestAccount, TestNetwork } from '../network.ts'

const TEMPLATE = fileURLToPath(
  new URL('../../../deploy/nginx/crosspanel.conf.template', import.meta.url),
)
const NAME = 'localhost'
const nginx = await findTool('nginx', { debianPackage: 'nginx', path: 'usr/sbin/nginx' })

describe.skipIf(nginx === undefined)('the reverse proxy', () => {
  let stack: AsyncDisposableStack
  let network: TestNetwork
  let account: TestAccount
  let agent: Agent
  let plain: string
  let secure: string

  beforeAll(async () => {
    await using building = new AsyncDisposableStack()
    network = building.use(await TestNetwork.create(['lund']))
    account = await network.node('lund').addAccount()
    const dir = await mkdtemp(join(tmpdir(), 'crosspanel-proxy-'))
    building.defer(() => rm(dir, { recursive: true }))
    const [httpPort, httpsPort] = [await freePort(), await freePort()]
    const upstream = new URL(network.node('lund').url).host
    await writeConfiguration(dir, { httpPort, httpsPort, upstream })
    building.use(await startNginx(nginx ?? '', dir, httpPort))
    agent = new Agent({ connect: { ca: await readFile(join(dir, 'certificate.pem')) } })
    building.defer(() => agent.close())
    plain = `http://${NAME}:${httpPort}`
    secure = `https://${NAME}:${httpsPort}`
    stack = building.move()
  })
  afterAll(() => stack.disposeAsync())

  it('sends people from HTTP to HTTPS, with the path', async () => {
    const { statusCode, headers } = await request(`${plain}/set-up?a=1`)

    expect(statusCode).toBe(308)
    expect(headers['location']).toBe(`https://${NAME}/set-up?a=1`)
  })

  it('passes on what the node says', async () => {
    const { statusCode, body } = await request(`${secure}/api/v1/status`, { dispatcher: agent })

    expect(statusCode).toBe(200)
    expect(await body.json()).toMatchObject({ siteId: 'site:lund' })
  })

  it('keeps the measurements inside', async () => {
    const { statusCode } = await request(`${secure}/metrics`, { dispatcher: agent })

    expect(statusCode).toBe(404)
  })

  it('lets a large chunk of an upload through, and no other large body', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024, 1)
    const headers = { authorization: `Bearer ${account.token}`, 'tus-resumable': '1.0.0' }
    const created = await request(`${secure}/api/v1/uploads`, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        ...headers,
        'upload-length': String(bytes.length),
        'upload-metadata': `filename ${Buffer.from('study.vcf.gz').toString('base64')}`,
      },
    })
    const path = new URL(String(created.headers['location']), secure).pathname
    const sent = await request(secure + path, {
      method: 'PATCH',
      dispatcher: agent,
      headers: {
        ...headers,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes,
    })
    const refused = await request(`${secure}/api/v1/jobs`, {
      method: 'POST',
      dispatcher: agent,
      headers: { ...headers, 'content-type': 'application/json' },
      body: bytes,
    })

    expect(sent.statusCode).toBe(204)
    expect(sent.headers['upload-offset']).toBe(String(bytes.length))
    expect(refused.statusCode).toBe(413)
  })
})

/** The template as nginx's image fills it in, with ports and a certificate of this test. */
async function writeConfiguration(
  dir: string,
  site: { readonly httpPort: number; readonly httpsPort: number; readonly upstream: string },
): Promise<void> {
  const filled = (await readFile(TEMPLATE, 'utf8'))
    .replaceAll('${CROSSPANEL_SERVER_NAME}', NAME)
    .replaceAll('${CROSSPANEL_UPSTREAM}', site.upstream)
    .replace('listen 80;', `listen 127.0.0.1:${site.httpPort};`)
    .replace('listen 443 ', `listen 127.0.0.1:${site.httpsPort} `)
    .replaceAll('/etc/crosspanel/tls/', `${dir}/`)
  await writeFile(join(dir, 'crosspanel.conf'), filled)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${dir}/${kind};`)
    .join('\n')
  await writeFile(
    join(dir, 'nginx.conf'),
    `daemon off;\nmaster_process off;\npid ${dir}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\ninclude ${dir}/crosspanel.conf;\n}\n`,
  )
  const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`]
  const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'certificate.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
  execFileSync(
    'openssl',
    ['req', '-x509', '-nodes', '-days', '1', ...curve, ...subject, ...files],
    {
      stdio: 'pipe',
    },
  )
}

async function startNginx(program: string, dir: string, port: number): Promise<AsyncDisposable> {
  const args = ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf')]
  execFileSync(program, [...args, '-t'], { stdio: 'pipe' })
  const child = spawn(program, args, { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  try {
    await vi.waitFor(() => request(`http://${NAME}:${port}/`), { timeout: 20_000 })
  } catch (error) {
    await stop()
    throw error
  }
  return { [Symbol.asyncDispose]: stop }
}
