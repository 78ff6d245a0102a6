import { type AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

export interface MailSink extends AsyncDisposable {
  readonly port: number
  readonly url: string
  readonly mails: ParsedMail[]
}

type OnMail = (reply: (error?: Error) => void, drop: () => void) => void

/** A mail server that keeps what it is sent. `onMail` decides what it says at the end of a mail. */
export async function openMailSink(
  options: {
    port?: number
    onMail?: OnMail
    onRecipient?: (address: string) => Error | undefined
    /** Asks for a login, without TLS, and is told the password. */
    onLogin?: (password: string | null | undefined) => void
  } = {},
): Promise<MailSink> {
  const mails: ParsedMail[] = []
  const { onLogin } = options
  const server = new SMTPServer({
    disabledCommands: onLogin === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth({ password }, _session, callback) {
      onLogin?.(password)
      callback(null, { user: 'crosspanel' })
    },
    onRcptTo({ address }, _session, callback) {
      callback(options.onRecipient?.(address))
    },
    onData(stream: SMTPServerDataStream, session, callback) {
      void simpleParser(stream).then((mail) => {
        mails.push(mail)
        const drop = () => {
          for (const connection of server.connections) {
            if ((connection as { session?: { id: string } }).session?.id === session.id) {
              ;(connection as { _socket?: { destroy(): void } })._socket?.destroy()
            }
          }
        }
        if (options.onMail === undefined) return callback()
        options.onMail(callback, drop)
      })
    },
  })
  // A client that goes away in the middle is part of the tests.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}

/** An error with which a server refuses: `4xx` for now, `5xx` for good. */
export function smtpRefusal(responseCode: number): Error {
  return Object.assign(new Error('refused'), { responseCode })
}
