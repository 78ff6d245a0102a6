import { type JSX, Show } from 'solid-js'
import { ProblemBox } from '../ui/problem-box.tsx'
import { t } from './words.ts'

/** Its children where a browser lets pages compute digests, keep files and lock: by https, or on this machine. */
export function NeedsHttps(props: { children: JSX.Element }) {
  return (
    <Show
      when={globalThis.isSecureContext}
      fallback={
        <ProblemBox
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
