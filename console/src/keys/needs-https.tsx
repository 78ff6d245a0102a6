import { type JSX, Show } from 'solid-js'
import { ProblemPanel } from '../ui/problem-panel.tsx'
import { t } from './words.ts'

/** Its children where a browser lets pages compute digests, keep files and lock: by https, or on this machine. */
export function NeedsHttps(props: { children: JSX.Element }) {
  return (
    <Show
      when={globalThis.isSecureContext}
      fallback={
        <ProblemPanel
          title={t().httpsTitle}
          seen={t().httpsSeen}
          why={t().httpsWhy}
          fix={t().httpsFix}
        />
      }
    >
      {props.children}
    </Show>
  )
}
