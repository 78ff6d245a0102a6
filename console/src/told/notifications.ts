import type { NotificationView } from '@crosspanel/protocol/notification'
import type { Told } from '@crosspanel/protocol/told'
import { tellSight } from './sights.ts'
import { createTexts, type Said, sayWith } from './texts.ts'
import type { fr as kinds } from './words.notifications.fr.ts'

interface Texts {
  readonly kinds: Readonly<Record<string, (typeof kinds)[keyof typeof kinds]>>
  /** Words of fixed lists among the values, by field. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly alerts: Readonly<Record<string, { readonly means: string; readonly fix: string }>>
}

const texts = createTexts<Texts>({ fr: inFrench })

async function inFrench(): Promise<Texts> {
  const [{ fr, damage }, { fr: alerts }, alertNames] = await Promise.all([
    import('./words.notifications.fr.ts'),
    import('./words.alerts.fr.ts'),
    import('../admin/alerts/words.fr.ts'),
  ])
  const { severity, codes: code } = alertNames.fr
  return { kinds: fr, values: { severity, code, damage }, alerts }
}

interface ToldNotification {
  readonly title: Said
  readonly text: Said
}

/** A notification in the page's language. What people wrote themselves stays as it is. */
export function tellNotification({
  title,
  text,
  told,
  reason,
}: NotificationView): ToldNotification {
  const all = texts()
  const known = all && told && Object.hasOwn(all.kinds, told.key) ? all.kinds[told.key] : undefined
  const params = all && told ? translated(all, told.params, reason) : {}
  return {
    title: sayWith(known?.subject, params, title),
    text: sayWith(known && `${known.seen} ${known.next}`, params, text),
  }
}

/** The values that are texts themselves, and those that name one of a fixed list. */
function translated(
  { values, alerts }: Texts,
  params: Told['params'],
  reason: Told | undefined,
): Told['params'] {
  const named = Object.entries(params).map(([field, value]) => [
    field,
    ['seen', 'why'].includes(field)
      ? tellSight(String(value), reason).text
      : (values[field]?.[value] ?? value),
  ])
  const { code } = params
  return {
    ...(Object.fromEntries(named) as Told['params']),
    ...(code === undefined ? {} : alerts[code]),
  }
}
