import type { JSX } from 'solid-js'
import { Icon, type IconName } from './icons.tsx'

export type Tone = 'good' | 'bad' | 'warn' | 'accent' | 'plain'

const TONES: Readonly<Record<Tone, string>> = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  accent: 'bg-accent-soft text-accent',
  plain: 'bg-sunk text-ink',
}

/** A state as icon and word: never by colour alone (WCAG 1.4.1). */
export function StateMark(props: { tone: Tone; icon: IconName; children: JSX.Element }) {
  return (
    <span
      class={`inline-flex items-start gap-1 rounded px-1.5 py-0.5 text-sm font-medium ${TONES[props.tone]}`}
    >
      <Icon name={props.icon} class="mt-0.5" />
      <span>{props.children}</span>
    </span>
  )
}

/** A short word about something that is no state: a build, a count. */
export function Badge(props: { children: JSX.Element; title?: string }) {
  return (
    <span
      class="inline-block rounded border border-line bg-raised px-1.5 text-xs leading-5 text-ink"
      title={props.title}
    >
      {props.children}
    </span>
  )
}
