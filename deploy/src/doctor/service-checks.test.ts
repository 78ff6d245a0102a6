import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMailSink } from '../../../test/src/mail-sink.ts'
import type { NodeHome } from '../node-home.ts'
import type { DoctorFinding } from './check.ts'
import { SERVICE_CHECKS } from './service-checks.ts'

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

async function look(id: string, settings: Record<string, string>): Promise<DoctorFinding> {
  const check = SERVICE_CHECKS.find((one) => one.id === id)
  if (check === undefined) throw new Error(`no check ${id}`)
  const home = { settings } as unknown as NodeHome
  return check.look({
    home,
    sql: () => Promise.reject(new Error('not asked')),
    signal: AbortSignal.timeout(20_000),
  })
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  stack.defer(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the check of what a proxy does with bodies', () => {
  it.each([
    ['well, when the node answers', 401, 'ok'],
    ['ill, when the proxy finds them too large', 413, 'fail'],
    ['ill, when something else answers', 404, 'fail'],
  ])('is %s', async (_, status, state) => {
    const url = await serve((_request, response) => response.writeHead(status).end())

    expect(await look('proxy-bodies', { CROSSPANEL_URL: url })).toMatchObject({ state })
  })

  it('says that a proxy waits for the whole of them', async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.writeHead(401).end())
    })

    expect(await look('proxy-bodies', { CROSSPANEL_URL: url })).toMatchObject({
      state: 'warn',
      evidence: expect.stringContaining('waits for the whole') as string,
    })
  })

  it('leaves a node that is not reached to the check of its address', async () => {
    expect(await look('proxy-bodies', { CROSSPANEL_URL: 'http://127.0.0.1:1' })).toMatchObject({
      state: 'skipped',
    })
  })
})

describe('the check of the mail server', () => {
  const from = { CROSSPANEL_MAIL_FROM: 'node@lund.example' }

  it('greets the server and sends nothing', async () => {
    const sink = stack.use(await openMailSink())

    const { state } = await look('mail', { ...from, CROSSPANEL_SMTP_URL: sink.url })

    expect(state).toBe('ok')
    expect(sink.mails).toEqual([])
  })

  it('says what stands in the way, without the password', async () => {
    const url = 'smtp://user:secret@127.0.0.1:1'

    const seen = await look('mail', { ...from, CROSSPANEL_SMTP_URL: url })

    expect(seen).toMatchObject({
      state: 'fail',
      evidence: 'the mail server is not reached: ESOCKET ECONNREFUSED',
    })
    expect(seen.fix).toContain('host and port')
    expect(JSON.stringify(seen)).not.toContain('secret')
  })

  it('warns where no mail is sent at all', async () => {
    expect(await look('mail', {})).toMatchObject({ state: 'warn' })
  })
})
