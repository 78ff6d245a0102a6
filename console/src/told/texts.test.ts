import { ALERT_TEXTS } from '@crosspanel/protocol/alert-texts'
import { CAUSES } from '@crosspanel/protocol/causes'
import { FINDINGS } from '@crosspanel/protocol/findings'
import { NOTIFICATION_TEXTS } from '@crosspanel/protocol/notification-texts'
import { FAULTS } from '@crosspanel/protocol/faults'
import { PANEL_STEPS } from '@crosspanel/protocol/panel-steps'
import { REFUSALS } from '@crosspanel/protocol/refusals'
import { SIGHTS } from '@crosspanel/protocol/sights'
import { type Cases, paramNamesOf } from '@crosspanel/protocol/template'
import { describe, expect, it } from 'vitest'
import { fr as alerts } from './words.alerts.fr.ts'
import { fr as causes } from './words.causes.fr.ts'
import { fr as notifications } from './words.notifications.fr.ts'
import { fr as faults } from './words.faults.fr.ts'
import { fr as refusals } from './words.refusals.fr.ts'
import { fr as steps } from './words.steps.fr.ts'
import { fr as sights } from './words.sights.fr.ts'

type Texts = Readonly<Record<string, Cases>>

/** Every text by its key. */
function textsIn(all: Texts): readonly (readonly [string, string])[] {
  return Object.entries(all).flatMap(([code, cases]) =>
    typeof cases === 'string'
      ? [[code, cases] as const]
      : Object.entries(cases).map(([one, text]) => [`${code}.${one}`, text] as const),
  )
}
const gapsIn = (all: Texts) =>
  textsIn(all)
    .map(([key, text]) => [key, paramNamesOf(text).toSorted(), text.match(/`[^`]+`/g)])
    .toSorted()

describe('the French texts', () => {
  it.each([
    ['causes', causes, CAUSES],
    ['sights', sights, SIGHTS],
    ['steps', steps, PANEL_STEPS],
    ['alerts', alerts, ALERT_TEXTS],
    ['refusals', refusals, REFUSALS],
    ['faults', faults, FAULTS],
    ['notifications', notifications, NOTIFICATION_TEXTS],
  ] as const)('of %s have the values and commands of the English ones', (_, fr, en) => {
    expect(gapsIn(fr)).toEqual(gapsIn(en))
    const english = new Map(textsIn(en))
    expect(textsIn(fr).filter(([key, text]) => english.get(key) === text)).toEqual([])
  })
})

describe('causes', () => {
  it('have keys that no finding has: a finding is a cause too', () => {
    expect(Object.keys(CAUSES).filter((key) => Object.hasOwn(FINDINGS, key))).toEqual([])
  })
})
