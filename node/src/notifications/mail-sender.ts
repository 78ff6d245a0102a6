import { getSystemErrorName } from 'node:util'
import { createTransport } from 'nodemailer'

const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 60_000
/** Somebody waits for the answer. */
const ASKING_MS = 3_000

export interface OutgoingMail {
  readonly id: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * What came of an attempt. `unreachable`: no server took part, another mail would fare the same.
 * `put-off`: the server asks to try later. `refused`: it will not take this mail.
 * `unconfirmed`: the connection was lost when it may have taken it.
 */
export type MailOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'unreachable' | 'put-off' | 'refused' | 'unconfirmed'; readonly fault: string }

export type SendMail = (mail: OutgoingMail) => Promise<MailOutcome>

interface SmtpError {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  /** Of the operating system, negative, where a connection failed. */
  readonly errno?: number
}

/** Sends through the server at `url` (`smtp:` or `smtps:`). Each mail has a connection of its own, so what became of it can be told. */
export function createMailSender(url: string, from: string): SendMail {
  return async ({ id, to, subject, text, html }) => {
    let isDataAnnounced = false
    const watch = (entry: { tnx?: string }, words: string) => {
      isDataAnnounced ||= entry.tnx === 'client' && words === 'DATA'
    }
    const transport = createTransport({
      ...serverOf(url),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
      transactionLog: true,
      logger: watcher(watch),
    })
    try {
      await transport.sendMail({
        from,
        to: { ...to },
        subject,
        text,
        html,
        messageId: `<${id}@${domainOf(from)}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { kind: 'sent' }
    } catch (error) {
      return outcomeOf(error as SmtpError, isDataAnnounced)
    } finally {
      transport.close()
    }
  }
}

/** Greets the server at `url` and logs in, and sends nothing. Returns what stands in the way; undefined when nothing does. */
export async function askMailServer(url: string): Promise<string | undefined> {
  const timeouts = { connectionTimeout: ASKING_MS, greetingTimeout: ASKING_MS }
  const transport = createTransport({ ...serverOf(url), ...timeouts, socketTimeout: ASKING_MS })
  try {
    await transport.verify()
    return undefined
  } catch (error) {
    return faultOf(error as SmtpError)
  } finally {
    transport.close()
  }
}

/** A password goes over TLS or not at all: somebody on the way may have struck out the server's offer of STARTTLS. */
function serverOf(url: string) {
  return { url, requireTLS: new URL(url).username !== '' }
}

/** Exported for its test: the outcome decides whether a person gets a mail twice, or never. */
export function outcomeOf(error: SmtpError, isDataAnnounced: boolean): MailOutcome {
  const { code, responseCode } = error
  const fault = faultOf(error)
  if (responseCode === undefined) {
    return { kind: isDataAnnounced ? 'unconfirmed' : 'unreachable', fault }
  }
  const isAboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  // A server that does not let us in, or is closing, would treat the next mail alike.
  if (!isAboutThisMail || responseCode === 421) return { kind: 'unreachable', fault }
  return { kind: responseCode >= 500 ? 'refused' : 'put-off', fault }
}

/** Its codes: what the server says in words may name addresses. */
function faultOf({ code = 'unknown', responseCode, errno }: SmtpError): string {
  const system = typeof errno === 'number' && errno < 0 ? getSystemErrorName(errno) : undefined
  const detail = responseCode ?? system
  return detail === undefined ? code : `${code} ${detail}`
}

function watcher(see: (entry: { tnx?: string }, words: string) => void) {
  const none = () => undefined
  return {
    level: none,
    trace: none,
    debug: (entry: object, words: unknown) => see(entry, String(words)),
    info: none,
    warn: none,
    error: none,
    fatal: none,
  }
}

function domainOf(from: string): string {
  return /@([a-z0-9.-]+)/i.exec(from)?.[1] ?? 'localhost'
}
