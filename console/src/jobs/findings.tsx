import type { Finding } from '@crosspanel/protocol/job'
import { For, Show } from 'solid-js'
import { formatNumber, withColon } from '../i18n/format.ts'
import { ProblemBox, type ProblemTone } from '../ui/problem-box.tsx'
import { commandOf } from './finding-command.ts'
import { t } from './words.ts'

const TONES: Readonly<Record<Finding['severity'], ProblemTone>> = {
  error: 'bad',
  warning: 'warn',
  note: 'plain',
}

/** What the checks of both sites saw, the worst first. The node's words are English whatever the page's language. */
export function Findings(props: { findings: readonly Finding[] }) {
  const order: readonly Finding['severity'][] = ['error', 'warning', 'note']
  const sorted = () =>
    props.findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return (
    <div class="flex flex-col gap-3">
      <For each={sorted()}>
        {(finding) => (
          <ProblemBox
            title={`${withColon(t().severities[finding.severity])} ${finding.code}`}
            tone={TONES[finding.severity]}
            seen={<span lang="en">{finding.seen}</span>}
            why={<span lang="en">{finding.why}</span>}
            fix={<span lang="en">{finding.fix}</span>}
            command={commandOf(finding.fix)}
          >
            <p class="text-sm text-faint">
              <Show when={finding.file}>{(file) => <>{file()}</>}</Show>
              <Show when={finding.line}>{(line) => <> · {t().line(formatNumber(line()))}</>}</Show>
              <Show when={finding.count > 1}> · {t().times(finding.count)}</Show>
            </p>
          </ProblemBox>
        )}
      </For>
    </div>
  )
}
