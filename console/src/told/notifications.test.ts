import { ALERT_TEXTS } from '@crosspanel/protocol/alert-texts'
import { sight } from '@crosspanel/protocol/sights'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { chooseLanguage } from '../i18n/language.ts'
import { tellNotification } from './notifications.ts'

const view = { id: '1', path: '/', at: '2026-01-02T03:04:05Z', isRead: false }
const [seen, reason] = sight('expiry.left', { leftS: 7200 })
const RAISED = {
  ...view,
  kind: 'alert-raised',
  title: 'Alert at Lund: key-expiring (node)',
  text: 'English',
  reason,
  told: {
    key: 'alert-raised',
    params: {
      ...{ siteName: 'Lund', code: 'key-expiring', subject: 'node', severity: 'warning', seen },
      ...ALERT_TEXTS['key-expiring'],
    },
  },
}

describe('a notification', () => {
  beforeEach(() => vi.stubGlobal('localStorage', { setItem: () => undefined }))
  afterEach(() => {
    chooseLanguage('en')
    vi.unstubAllGlobals()
  })

  it('of an alert is in French with all that it says', async () => {
    chooseLanguage('fr')
    await vi.waitFor(() => expect(tellNotification(RAISED).text.lang).toBeUndefined(), 20_000)
    await vi.waitFor(() => expect(tellNotification(RAISED).text.text).not.toContain(seen), 20_000)

    const { title, text } = tellNotification(RAISED)

    expect(title.text).toBe('Alerte chez Lund\u00A0: Une clé de ce site expire bientôt (node)')
    expect(text.text).toBe(
      'Une clé de ce site expire bientôt, node (Avertissement)\u00A0: expire dans 2\u202Fh. ' +
        'Les pairs refuseront ce que ce site signe, ou ne pourront pas chiffrer pour lui. ' +
        'À faire\u00A0: Créez de nouvelles clés et publiez une nouvelle déclaration avant cela.',
    )
  })

  it('of an earlier release is shown in English, marked as such', () => {
    chooseLanguage('fr')

    const { title } = tellNotification({ ...RAISED, told: undefined })

    expect(title).toEqual({ text: RAISED.title, lang: 'en' })
  })
})
