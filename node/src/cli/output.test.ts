import { describe, expect, it } from 'vitest'
import { plain } from './output.ts'

describe('text for a terminal', () => {
  it('T30 keeps words of other sites from giving it orders', () => {
    const shown = plain('done\u001b[2K\r\u009b31mall is well\u0007 \u202egnp.exe')

    expect(shown).toBe('done\ufffd[2K\ufffd\ufffd31mall is well\ufffd \ufffdgnp.exe')
  })

  it('keeps tabs, line ends and letters of all languages', () => {
    const text = 'Ìbàdàn\tLund\nKaapstad'

    expect(plain(text)).toBe(text)
  })
})
