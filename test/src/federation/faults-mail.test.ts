import { describe, expect, it } from 'vitest'
import { openFaultyNode } from '../faulty-node.ts'
import { openMailSink } from '../mail-sink.ts'

const WAIT = { timeout: 90_000, interval: 100 } as const

describe('the mail server, under load', () => {
  it('is lost and comes back: work goes on, and each mail arrives once', async () => {
    const first = await openMailSink()
    await using node = await openFaultyNode({
      environment: {
        CROSSPANEL_SMTP_URL: first.url,
        CROSSPANEL_MAIL_FROM: 'crosspanel@lund.example',
        CROSSPANEL_ALERT_MAIL_AGE_S: '1',
      },
    })
    await node.untilServed()
    const { jobs } = node.load.record
    await expect.poll(() => first.mails.length, WAIT).toBeGreaterThan(0)

    node.press()
    await first[Symbol.asyncDispose]()
    await node.untilServed()
    await node.untilRaised('mail-waiting')
    await node.untilReadiness('ready')
    await using second = await openMailSink({ port: first.port })

    await node.untilResolved('mail-waiting')
    await node.untilServed()
    await node.expectUnharmed()
    const arrived = () =>
      [...first.mails, ...second.mails].flatMap(({ text = '' }) =>
        [...jobs.values()].filter((id) => text.includes(id)),
      )
    await expect.poll(() => arrived().toSorted(), WAIT).toEqual([...jobs.values()].toSorted())
  })
})
