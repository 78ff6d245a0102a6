import { describe, expect, it } from 'vitest'
import { checkWebhookUrl, createAddressCheck } from './webhook-address.ts'

const policy = { isHttpAllowed: false, ports: [443, 8443], allowedCidrs: [] }

describe('an address (T12)', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001:0:1::1',
    'not an address',
  ])('%s is not called', (address) => {
    expect(createAddressCheck([])(address)).toBe(false)
  })

  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(createAddressCheck([])(address)).toBe(true)
    },
  )

  it('of an allowed network is called, and its neighbour is not', () => {
    const mayCall = createAddressCheck(['10.1.0.0/16', 'fd00::/8'])

    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1'].map(mayCall)).toEqual([true, true, true])
    expect(['10.2.0.1', 'fe80::1', '127.0.0.1'].map(mayCall)).toEqual([false, false, false])
  })
})

describe('the URL of a webhook', () => {
  it('may be a public one', () => {
    expect(checkWebhookUrl('https://example.org:8443/hook?a=1', policy)).toBe(
      'https://example.org:8443/hook?a=1',
    )
  })

  it.each([
    'hook',
    'http://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'https://ada:secret@example.org/',
    'https://example.org:22/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('is refused: %s', (url) => {
    expect(() => checkWebhookUrl(url, policy)).toThrow(
      expect.objectContaining({ code: 'webhook-url-refused' }) as Error,
    )
  })
})
