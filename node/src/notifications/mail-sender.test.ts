import { describe, expect, it } from 'vitest'
import { type MailSink, openMailSink, smtpRefusal } from '../../../test/src/mail-sink.ts'
import { askMailServer, createMailSender, type OutgoingMail } from './mail-sender.ts'

const mail: OutgoingMail = {
  id: '0198c1c0-0000-7000-8000-000000000000',
  to: { name: 'Ada, Countess', address: 'ada@example.org' },
  subject: 'Grüße',
  text: 'text\n',
  html: '<p>html</p>',
}

function sendTo(sink: Pick<MailSink, 'url'>) {
  return createMailSender(sink.url, 'Crosspanel <crosspanel@lund.example.org>')(mail)
}

describe('a mail', () => {
  it('carries text and HTML', async () => {
    await using sink = await openMailSink()

    expect(await sendTo(sink)).toEqual({ kind: 'sent' })

    expect(sink.mails).toEqual([
      expect.objectContaining({
        subject: 'Grüße',
        text: 'text\n',
        html: '<p>html</p>',
        messageId: `<${mail.id}@lund.example.org>`,
      }),
    ])
    expect(sink.mails[0]?.from?.text).toBe('"Crosspanel" <crosspanel@lund.example.org>')
    expect(sink.mails[0]?.headers.get('auto-submitted')).toBe('auto-generated')
  })

  it.each([
    [451, 'put-off'],
    [550, 'refused'],
    [421, 'unreachable'],
  ])('that is answered with %i is %s', async (code, kind) => {
    await using sink = await openMailSink({ onMail: (reply) => reply(smtpRefusal(code)) })

    expect(await sendTo(sink)).toEqual({ kind, fault: `EMESSAGE ${code}` })
  })

  it('to nobody that the server knows is refused', async () => {
    await using sink = await openMailSink({ onRecipient: () => smtpRefusal(550) })

    expect(await sendTo(sink)).toEqual({ kind: 'refused', fault: 'EENVELOPE 550' })
    expect(sink.mails).toEqual([])
  })

  it('whose connection is cut when the server has it is unconfirmed', async () => {
    await using sink = await openMailSink({ onMail: (_reply, drop) => drop() })

    expect(await sendTo(sink)).toMatchObject({ kind: 'unconfirmed' })
    expect(sink.mails).toHaveLength(1)
  })

  it('waits rather than giving the password to a server that offers no TLS', async () => {
    const passwords: unknown[] = []
    await using sink = await openMailSink({ onLogin: (password) => passwords.push(password) })
    const url = sink.url.replace('//', '//crosspanel:secret@')

    expect(await sendTo({ url })).toEqual({
      kind: 'unreachable',
      fault: expect.stringMatching(/^ETLS/) as string,
    })
    expect(await askMailServer(url)).toMatch(/^ETLS/)

    expect(passwords).toEqual([])
    expect(sink.mails).toEqual([])
  })

  it('to a server that is away is not sent', async () => {
    const { url } = await openMailSink().then(async (sink) => {
      await sink[Symbol.asyncDispose]()
      return sink
    })

    expect(await sendTo({ url })).toEqual({ kind: 'unreachable', fault: 'ESOCKET ECONNREFUSED' })
  })
})
