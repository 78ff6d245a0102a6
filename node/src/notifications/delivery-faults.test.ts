import { describe, expect, it } from 'vitest'
import { wordsOfFault } from './delivery-faults.ts'

describe('what kept a mail or a call from being taken', () => {
  it.each([
    ['ESOCKET ECONNREFUSED', 'nobody-listens'],
    ['ETIMEDOUT', 'late'],
    ['timeout', 'late'],
    ['EAUTH 535', 'login-refused'],
    ['EENVELOPE 550', 'address-refused'],
    ['EENVELOPE 451', 'address-put-off'],
    ['EMESSAGE 552', 'mail-refused'],
    ['EMESSAGE 421', 'not-now'],
    ['ESOCKET', 'not-connected'],
    ['ESOCKET ENOBUFS', 'not-connected'],
    ['address-not-public', 'not-public'],
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
  ])('has words for %s', (fault, one) => {
    const { seen, told } = wordsOfFault(fault)

    expect(told).toEqual({ key: `delivery.${one}`, params: {} })
    expect(seen).not.toContain(fault)
  })

  it.each([null, '', 'unknown', 'constructor', 'ESOMETHING 7'])('has none for %j', (fault) => {
    expect(wordsOfFault(fault)).toEqual({})
  })
})
