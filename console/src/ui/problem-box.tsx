import { For, type JSX, Show } from 'solid-js'
import type { ApiFailure } from '../api/failure.ts'
import { withColon } from '../i18n/format.ts'
import { Button, LinkButton } from './button.tsx'
import { Coded } from './coded.tsx'
import { Command } from './copy-button.tsx'
import { Icon, type IconName } from './icons.tsx'
import { problemFault } from './problem-words.ts'
import { failureWords, faultsOf, isFinal, upFrom } from './failure-words.ts'
import { t } from './words.ts'

export type ProblemTone = 'bad' | 'warn' | 'plain'

const TONES: Readonly<Record<ProblemTone, { box: string; icon: IconName; ink: string }>> = {
  bad: { box: 'border-bad', icon: 'warning', ink: 'text-bad' },
  warn: { box: 'border-warn', icon: 'warning', ink: 'text-warn' },
  plain: { box: 'border-edge', icon: 'info', ink: 'text-accent' },
}

/** Something is wrong, in the four parts that a person needs: what was seen, why it matters, how to mend it, what to type. */
export function ProblemBox(props: {
  title: JSX.Element
  tone?: ProblemTone
  seen?: JSX.Element
  why?: JSX.Element
  fix?: JSX.Element
  command?: string | undefined
  /** Said at once by screen readers; for what a person has just asked for and did not get. */
  isAlert?: boolean
  actions?: JSX.Element
  children?: JSX.Element
}) {
  const tone = () => TONES[props.tone ?? 'bad']
  return (
    <section
      class={`flex flex-col gap-2 rounded-md border-l-4 bg-raised p-4 ${tone().box}`}
      role={props.isAlert === true ? 'alert' : undefined}
    >
      <p class="flex items-start gap-2 font-semibold">
        <Icon name={tone().icon} class={`mt-1 ${tone().ink}`} />
        <span>{props.title}</span>
      </p>
      <dl class="flex flex-col gap-1.5 text-sm">
        <Part term={t().seen} text={props.seen} />
        <Part term={t().why} text={props.why} />
        <Part term={t().fix} text={props.fix} />
      </dl>
      <Show when={props.command}>{(command) => <Command text={command()} />}</Show>
      {props.children}
      <Show when={props.actions}>
        <div class="flex flex-wrap gap-2">{props.actions}</div>
      </Show>
    </section>
  )
}

function Part(props: { term: string; text: JSX.Element }) {
  return (
    <Show when={props.text}>
      <div>
        <dt class="text-faint">{props.term}</dt>
        <dd>{props.text}</dd>
      </div>
    </Show>
  )
}

function Said(props: { of: { readonly text: string; readonly lang?: 'en' } }) {
  return (
    <span lang={props.of.lang}>
      <Coded text={props.of.text} />
    </span>
  )
}

/** What helps where asking again does not. */
function WayOut() {
  const up = upFrom(location.pathname)
  return <LinkButton href={up}>{up === '/' ? t().toOverview : t().toList}</LinkButton>
}

/** The server's refusal or silence, with what to quote to an administrator. */
export function FailureBox(props: {
  failure: ApiFailure
  onRetry?: (() => void) | undefined
  /** Whoever shows it asks again without being told to. */
  asksAgain?: boolean
  isAlert?: boolean
}) {
  const words = () => failureWords(props.failure)
  const problem = () => props.failure.problem
  const fix = () => {
    const isWaiting = props.asksAgain === true && props.failure.kind === 'unreachable'
    return words().fix ?? (isWaiting ? t().asksAgain : undefined)
  }
  return (
    <ProblemBox
      title={<span lang={words().titleLang}>{words().title}</span>}
      seen={words().seen && <span lang={words().seenLang}>{words().seen}</span>}
      why={words().why}
      fix={
        fix() && (
          <span lang={words().fixLang}>
            <Coded text={fix() ?? ''} />
          </span>
        )
      }
      tone={props.failure.kind === 'unreachable' ? 'warn' : 'bad'}
      isAlert={props.isAlert ?? false}
      actions={
        <Show when={props.onRetry}>
          {(retry) => (
            <Show when={!isFinal(props.failure)} fallback={<WayOut />}>
              <Button icon="running" onClick={() => retry()()}>
                {t().retry}
              </Button>
            </Show>
          )}
        </Show>
      }
    >
      <ul class="list-disc pl-5 text-sm">
        <For each={faultsOf(problem())}>
          {(fault) => (
            <li>
              <code>{fault.pointer}</code>
              {withColon('')} <Said of={problemFault(fault).detail} />
              <Show when={problemFault(fault).fix}>
                {(way) => (
                  <>
                    . <Said of={way()} />
                  </>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={problem()}>
        {(known) => (
          <p class="text-sm text-faint">
            {t().code} <code>{known().code}</code>
            <Show when={known().requestId}>
              {' · '}
              {t().request} <code>{known().requestId}</code>
            </Show>
            <Show when={known().site}>
              {' · '}
              {t().site} <code>{known().site}</code>
            </Show>
          </p>
        )}
      </Show>
    </ProblemBox>
  )
}
