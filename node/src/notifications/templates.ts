import { fault } from '@crosspanel/protocol/faults'
import type { NotificationKind } from '@crosspanel/protocol/notification'
import { NOTIFICATION_TEXTS } from '@crosspanel/protocol/notification-texts'
import type { ProblemDetail } from '@crosspanel/protocol/problem'
import { timeInWords } from '@crosspanel/protocol/template'
import type { TemplateTexts } from '@crosspanel/protocol/notification-admin'
import { KINDS, type NotificationData, SECRET_FIELD, SECRET_KINDS } from './kinds.ts'

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g
const COMMON = ['recipientName', 'siteName', 'link'] as const
const SUBJECT_MAX_CHARS = 200
const PART_MAX_CHARS = 40
const HTML = '#/html'

/** Elements and attributes of a mail. Whatever is not here is refused: no script, no form, no frame, no style sheet. */
const ELEMENTS = new Set(
  'a b blockquote body br center code div em h1 h2 h3 h4 head hr html i li ol p pre small span strong table tbody td th thead title tr u ul'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'href style align valign width height bgcolor color border cellpadding cellspacing colspan rowspan lang dir title role'.split(
    ' ',
  ),
)
const TAG = /^<\/?([a-z][a-z0-9]*)((?:\s+[a-z]+="[^"<>]*")*)\s*\/?>/i
const ATTRIBUTE = /([a-z]+)="([^"]*)"/gi

export type TemplateValues = Readonly<Record<string, string>>

export function placeholdersOf(kind: NotificationKind): string[] {
  return [...COMMON, ...KINDS[kind].fields]
}

/** The built-in texts with the placeholders of mails, which administrators may change. */
export function textsOf(kind: NotificationKind): (typeof NOTIFICATION_TEXTS)[NotificationKind] {
  const texts = Object.entries(NOTIFICATION_TEXTS[kind]).map(([part, text]) => [
    part,
    text.replaceAll(/\{(\w+)(?:\|time)?\}/g, '{{$1}}'),
  ])
  return Object.fromEntries(texts) as (typeof NOTIFICATION_TEXTS)[NotificationKind]
}

/** The built-in texts of a kind: what was seen, what to do next, and a link. */
export function defaultTexts(kind: NotificationKind): TemplateTexts {
  const { subject, seen, next, action } = textsOf(kind)
  return {
    subject,
    text: `Hello {{recipientName}},\n\n${seen}\n${next}\n\n${action}: {{link}}\n\n{{siteName}}\n`,
    html: [
      '<p>Hello {{recipientName}},</p>',
      `<p>${seen}<br>${next}</p>`,
      `<p><a href="{{link}}">${action}</a></p>`,
      '<p>{{siteName}}</p>',
    ].join('\n'),
  }
}

/** Texts with values in the place of placeholders: escaped in HTML, on one line in the subject. */
export function fillTexts(texts: TemplateTexts, values: TemplateValues): TemplateTexts {
  return {
    subject: oneLine(fill(texts.subject, values)),
    text: fill(texts.text, values),
    html: fill(texts.html, values, escapeHtml),
  }
}

export function fill(
  template: string,
  values: TemplateValues,
  write = (value: string) => value,
): string {
  return template.replaceAll(PLACEHOLDER, (_, name: string) => write(values[name] ?? ''))
}

export function valuesOf(
  kind: NotificationKind,
  data: NotificationData,
  common: { recipientName: string; siteName: string; baseUrl: string },
): TemplateValues {
  const fields = KINDS[kind].fields.map((name) => [name, timeInWords(String(data[name] ?? ''))])
  return {
    ...(Object.fromEntries(fields) as TemplateValues),
    recipientName: common.recipientName,
    siteName: common.siteName,
    link: linkOf(kind, data, common.baseUrl),
  }
}

export function linkOf(kind: NotificationKind, data: NotificationData, baseUrl: string): string {
  const own = data[SECRET_FIELD]
  if (own !== undefined && SECRET_KINDS.includes(kind)) return String(own)
  return baseUrl.replace(/\/+$/, '') + KINDS[kind].path(data)
}

/** A line break in a subject would begin another header. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, SUBJECT_MAX_CHARS)
}

function escapeHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** What keeps texts from being used; nothing when they are good. */
export function checkTexts(kind: NotificationKind, texts: TemplateTexts): ProblemDetail[] {
  const known = placeholdersOf(kind)
  const params = { known: known.map((name) => `{{${name}}}`).join(', ') }
  const unknown = (['subject', 'text', 'html'] as const).flatMap((part) =>
    [...texts[part].matchAll(PLACEHOLDER)]
      .filter(([, name = '']) => !known.includes(name))
      .map(([seen]) => fault('mail-placeholder', `#/${part}`, { ...params, part: shown(seen) })),
  )
  return [...unknown, ...checkHtml(texts.html)]
}

/** What is said of a place names its beginning. */
const shown = (part: string): string => part.slice(0, PART_MAX_CHARS)

function checkHtml(html: string): ProblemDetail[] {
  return [...html.matchAll(/</g)].flatMap(({ index }) => {
    const rest = html.slice(index)
    const [, element = '', attributes = ''] = TAG.exec(rest) ?? []
    if (!ELEMENTS.has(element.toLowerCase())) {
      const elements = [...ELEMENTS].join(' ')
      return [fault('mail-element', HTML, { part: shown(rest), elements })]
    }
    return [...attributes.matchAll(ATTRIBUTE)].flatMap(([attribute, name = '', value = '']) =>
      checkAttribute(attribute, name.toLowerCase(), value),
    )
  })
}

function checkAttribute(attribute: string, name: string, value: string): ProblemDetail[] {
  const part = shown(attribute)
  if (!ATTRIBUTES.has(name)) {
    return [fault('mail-attribute', HTML, { part, attributes: [...ATTRIBUTES].join(' ') })]
  }
  if (name === 'href') {
    return /^(\{\{\s*link\s*\}\}|https?:\/\/[^{}\s]+|mailto:[^{}\s]+)$/.test(value)
      ? []
      : [fault('mail-link', HTML, { part, link: '{{link}}' })]
  }
  return /[{}&\\]|url\(|expression/i.test(value) ? [fault('mail-value', HTML, { part })] : []
}
