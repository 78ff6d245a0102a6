import type { Finding } from '@crosspanel/protocol/job'
import { For } from 'solid-js'
import { formatNumber, withColon } from '../i18n/format.ts'
import { tellFinding } from '../told/findings.ts'
import { SaidText } from '../told/said-text.tsx'
import { ProblemBox, type ProblemTone } from '../ui/problem-box.tsx'
import { t as uiWords } from '../ui/words.ts'
import { t } from './words.ts'

const TONES: Readonly<Record<Finding['severity'], ProblemTone>> = {
  error: 'bad',
  warning: 'warn',
  note: 'plain',
}
const WORST_FIRST = Object.keys(TONES)

/** What checks have seen, in the browser or at a site, the worst first. */
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
  const told = () => tellFinding(props.finding)
  return (
    <ProblemBox
      tone={TONES[props.finding.severity]}
      title={
        <>
          {withColon(t().findings.severities[props.finding.severity])}{' '}
          <SaidText said={told().seen} />
        </>
      }
      why={<SaidText said={told().why} />}
      fix={<SaidText said={told().fix} />}
      command={told().command}
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
