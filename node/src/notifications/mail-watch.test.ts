import { describe, expect, it } from 'vitest'
import { checkMail } from '../monitoring/checks.ts'
import { openMailSink } from '../../../test/src/mail-sink.ts'
import { askMailServer, createMailSender } from './mail-sender.ts'
import { createMailWatch } from './mail-watch.ts'

const FROM = 'Crosspanel <crosspanel@lund.example.org>'
const MAIL = {
  id: '1',
  to: { name: 'Ada', address: 'ada@example.org' },
  subject: 'a subject',
  text: 'a text',
  html: '<p>a text</p>',
}

function watchOf(url: string) {
  const asked = { times: 0 }
  const watch = createMailWatch(createMailSender(url, FROM), () => {
    asked.times += 1
    return askMailServer(url)
  })
  return { watch, asked }
}

describe('the mail server as a part of the health', () => {
  it('is known by the mails that are sent, and not asked besides', async () => {
    await using sink = await openMailSink()
    const { watch, asked } = watchOf(sink.url)

    const before = watch.isReached()
    await watch.send(MAIL)
    await watch.look()

    expect([before, watch.isReached(), asked.times]).toEqual([undefined, true, 0])
  })

  it('is asked where no mail is sent, without sending one', async () => {
    await using sink = await openMailSink()
    const { watch } = watchOf(sink.url)

    await watch.look()

    expect(watch.isReached()).toBe(true)
    expect(sink.mails).toEqual([])
  })

  it('is out of reach when it is gone, and asked until it is back', async () => {
    const sink = await openMailSink()
    const { watch, asked } = watchOf(sink.url)
    await sink[Symbol.asyncDispose]()

    await watch.send(MAIL)
    const gone = checkMail(watch.isReached())
    await using again = await openMailSink({ port: sink.port })
    await watch.look()

    expect(gone.slice(0, 2)).toEqual(['degraded', 'the mail server is out of reach'])
    expect([checkMail(watch.isReached())[0], asked.times, again.mails]).toEqual(['ok', 1, []])
  })
})
