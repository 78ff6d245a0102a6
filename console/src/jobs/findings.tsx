import type { Finding } from '@crosspanel/protocol/job'
import { For } from 'solid-js'
import { formatNumber, withColon } from '../i18n/format.ts'
import { ProblemBox, type ProblemTone } from '../ui/problem-box.tsx'
import { t as uiWords } from '../ui/words.ts'
import { splitFix } from './finding-fix.ts'
import { t } from './words.ts'

const TONES: Readonly<Record<Finding['severity'], ProblemTone>> = {
  error: 'bad',
  warning: 'warn',
  note: 'plain',
}
const WORST_FIRST = Object.keys(TONES)

/** What checks have seen, in the browser or at a site, the worst first. Their words are English whatever the page's language. */
export function Findings(props: { findings: readonly Finding[] }) {
  const sorted = () =>
    props.findings.toSorted(
      (a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity),
    )
  return (
    <ul class="flex flex-col gap-3">
      <For each={sorted()}>
        {(finding) => (
          <li>
            <FindingBox finding={finding} />
          </li>
        )}
      </For>
    </ul>
  )
}

function FindingBox(props: { finding: Finding }) {
  const fix = () => splitFix(props.finding.fix)
  return (
    <ProblemBox
      tone={TONES[props.finding.severity]}
      title={
        <>
          {withColon(t().findings.severities[props.finding.severity])}{' '}
          <span lang="en">{props.finding.seen}</span>
        </>
      }
      why={<span lang="en">{props.finding.why}</span>}
      fix={<span lang="en">{fix().text}</span>}
      command={fix().command}
    >
      <p class="text-sm text-faint">
        {placeOf(props.finding)} · {uiWords().code} <code>{props.finding.code}</code>
      </p>
    </ProblemBox>
  )
}

function placeOf({ file, line, count }: Finding): string {
  const { inFile, atLine, seen } = t().findings
  const parts = [
    file === undefined ? '' : inFile(file),
    line === undefined ? '' : atLine(formatNumber(line)),
    seen(count),
  ]
  return parts.filter((part) => part !== '').join(', ')
}
