import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { askMailServer } from '@crosspanel/node/notifications/mail-sender'
import type { Check, Patient } from './check.ts'
import { found } from './machine-checks.ts'

/** More than any proxy lets through by itself, and what a chunk of an upload may have. */
const BODY_BYTES = 64 * 1024 ** 2
const ANSWER_MS = 3_000
const LOOK_AT_USER =
  'look at user and password of smtp_url, with % for special characters (an @ is %40)'
const LOOK_AT_SERVER =
  'look at host and port of smtp_url (smtps:// where TLS comes first), and at the firewalls on the way'
const NO_UPLOAD = '/api/v1/uploads/00000000-0000-7000-8000-000000000000'

export const SERVICE_CHECKS: readonly Check[] = [
  {
    id: 'mail',
    about: 'the mail server answers and lets the node in',
    async look({ home }) {
      const url = home.settings['CROSSPANEL_SMTP_URL']
      if (url === undefined || home.settings['CROSSPANEL_MAIL_FROM'] === undefined) {
        const fix = 'set `smtp_url` and `mail_from` in settings.toml'
        return found('warn', 'no mail server is set: nobody is told anything by mail', fix)
      }
      const fault = await askMailServer(url)
      if (fault === undefined) return found('ok', 'the mail server takes mail')
      return / \d{3}$/.test(fault)
        ? found('fail', `the mail server refuses: ${fault}`, LOOK_AT_USER)
        : found('fail', `the mail server is not reached: ${fault}`, LOOK_AT_SERVER)
    },
  },
  {
    id: 'proxy-bodies',
    about: 'the proxy before the node passes large uploads on, and as they come',
    look: lookAtBodies,
  },
]

async function lookAtBodies({ home, signal }: Patient) {
  const url = home.settings['CROSSPANEL_URL']
  if (url === undefined) return found('skipped', 'CROSSPANEL_URL is not set')
  const fix = 'compare the proxy with deploy/nginx/crosspanel.conf.template'
  try {
    const status = await announceBody(new URL(NO_UPLOAD, url), signal)
    // The node refuses who has not logged in, and reads nothing of the body for that.
    if (status === 401) return found('ok', 'an upload reaches the node as it comes')
    const seen = status === 413 ? 'the proxy refuses large bodies' : `answers with status ${status}`
    return found('fail', `${seen} (${BODY_BYTES / 1024 ** 2} MiB were announced)`, fix)
  } catch (error) {
    if (error instanceof NoAnswer) {
      return found('warn', 'the proxy waits for the whole of an upload before it passes it on', fix)
    }
    return found('skipped', 'the node is not reached: see own-url')
  }
}

class NoAnswer extends Error {}

/** Sends the head of a request alone; resolves with the status that it is answered with. */
function announceBody(url: URL, signal: AbortSignal): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = send(url, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/offset+octet-stream',
      'content-length': BODY_BYTES,
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
    },
    signal,
  })
  const timer = setTimeout(() => reject(new NoAnswer()), ANSWER_MS)
  request.once('response', ({ statusCode = 0 }) => resolve(statusCode))
  request.once('error', reject)
  request.flushHeaders()
  return promise.finally(() => {
    clearTimeout(timer)
    request.on('error', () => undefined)
    request.destroy()
  })
}
