import { NOTIFICATION_KINDS } from '@crosspanel/protocol/notification'
import { describe, expect, it } from 'vitest'
import { checkTexts, defaultTexts, fillTexts, linkOf, valuesOf } from './templates.ts'

const COMMON = { recipientName: 'Ada', siteName: 'Lund', baseUrl: 'https://lund.example.org/' }
const good = { subject: 's', text: 't', html: '<p>h</p>' }

describe('the built-in texts', () => {
  it.each(NOTIFICATION_KINDS)('of %s pass the check that an administrator has to pass', (kind) => {
    expect(checkTexts(kind, defaultTexts(kind))).toEqual([])
  })

  it('are short, and say what was seen, what to do next and where', () => {
    const data = { jobId: 'j1', jobName: 'GWAS', panelId: 'site:cape-town/p', hostSite: 'site:x' }

    const texts = fillTexts(defaultTexts('job-failed'), valuesOf('job-failed', data, COMMON))

    expect(texts.subject).toBe('Your job GWAS has failed')
    expect(texts.text).toBe(
      'Hello Ada,\n\nThe job GWAS for site:cape-town/p at site:x has failed.\n' +
        'The page of the job says at which step and why, and whether to retry it.\n\n' +
        'Open the job: https://lund.example.org/jobs/j1\n\nLund\n',
    )
    expect(texts.html).toContain('<a href="https://lund.example.org/jobs/j1">Open the job</a>')
  })
})

describe('values', () => {
  const values = valuesOf(
    'job-failed',
    { jobId: 'a/../b', jobName: `<script>alert('1')</script>\r\nBcc: all@example.org` },
    COMMON,
  )

  it('are escaped in HTML', () => {
    const { html } = fillTexts({ ...good, html: '<p>{{jobName}}</p>' }, values)

    expect(html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;')
    expect(html).not.toContain('<script')
  })

  it('cannot begin another header of the mail', () => {
    const { subject } = fillTexts({ ...good, subject: 'Job {{ jobName }}' }, values)

    expect(subject).toBe("Job <script>alert('1')</script> Bcc: all@example.org")
  })

  it('are not looked at for placeholders', () => {
    const { text } = fillTexts({ ...good, text: '{{jobName}}' }, { ...values, jobName: '{{link}}' })

    expect(text).toBe('{{link}}')
  })

  it('cannot lead a link elsewhere', () => {
    expect(linkOf('job-failed', { jobId: 'a/../b' }, COMMON.baseUrl)).toBe(
      'https://lund.example.org/jobs/a%2F..%2Fb',
    )
  })

  it('that are times are shown as people read them', () => {
    const shown = valuesOf('results-expiring', { expiresAt: '2026-12-01T08:30:00.000Z' }, COMMON)

    expect(shown['expiresAt']).toBe('2026-12-01 08:30 UTC')
  })
})

describe('texts are refused', () => {
  it.each([
    ['an unknown placeholder', { text: 'Dear {{surname}}' }, '{{surname}} stands for nothing here'],
    ['a placeholder of another kind', { subject: '{{tokenName}}' }, '{{tokenName}}'],
    ['a script', { html: '<script>x</script>' }, '<script>'],
    ['a script in capitals', { html: '<SCRIPT SRC="//x">' }, '<SCRIPT'],
    ['a handler', { html: '<p onclick="x()">a</p>' }, 'onclick'],
    ['an unquoted attribute', { html: '<a href=javascript:x>a</a>' }, '<a href='],
    ['a link to script', { html: '<a href="javascript:x()">a</a>' }, 'href'],
    ['a link that a value decides', { html: '<a href="{{jobName}}">a</a>' }, 'href'],
    ['a frame', { html: '<iframe src="https://x"></iframe>' }, '<iframe'],
    ['an image that tells who reads', { html: '<img src="https://x/y">' }, '<img'],
    ['a form', { html: '<form action="https://x">' }, '<form'],
    ['a style that loads', { html: '<p style="background:url(https://x)">a</p>' }, 'style'],
    ['an open comment', { html: '<!-- a' }, '<!--'],
    ['an element without an end', { html: '<p' }, '<p'],
  ])('for %s', (_, part, seen) => {
    const faults = checkTexts('job-failed', { ...good, ...part })

    expect(faults.length).toBeGreaterThan(0)
    expect(faults[0]?.detail).toContain(seen)
    expect(faults[0]?.fix).not.toBe('')
    expect(faults[0]?.told?.key).toMatch(/^mail-/)
  })
})
