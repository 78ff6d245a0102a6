import type { Finding } from '@crosspanel/protocol/job'
import { For } from 'solid-js'
import { formatNumber, withColon } from '../i18n/format.ts'
import { ProblemBox, type ProblemTone } from '../ui/problem-box.tsx'
import { splitFix } from './picking.ts'
import { t } from './words.ts'

const TONES: Readonly<Record<Finding['severity'], ProblemTone>> = {
  error: 'bad',
  warning: 'warn',
  note: 'plain',
}

/** What a check has seen, what stops a job first. The texts are the check's own, in English everywhere. */
export function Findings(props: { findings: readonly Finding[] }) {
  return (
    <ul class="flex flex-col gap-3">
      <For each={props.findings}>
        {(finding) => {
          const fix = () => splitFix(finding.fix)
          return (
            <li lang="en">
              <ProblemBox
                tone={TONES[finding.severity]}
                title={titleOf(finding)}
                seen={placeOf(finding)}
                why={finding.why}
                fix={fix().text}
                command={fix().command}
              />
            </li>
          )
        }}
      </For>
    </ul>
  )
}

function titleOf({ severity, seen }: Finding): string {
  return `${withColon(t().severities[severity])} ${seen}`
}

function placeOf({ file, line, count }: Finding): string {
  const parts = [
    file === undefined ? '' : t().findingIn(file),
    line === undefined ? '' : t().findingLine(formatNumber(line)),
    t().seenTimes(count),
  ]
  return parts.filter((part) => part !== '').join(', ')
}
