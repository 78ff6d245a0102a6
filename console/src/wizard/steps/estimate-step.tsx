import type { StorageUsage } from '@crosspanel/protocol/file'
import { Match, Show, Switch } from 'solid-js'
import {
  formatAge,
  formatBytes,
  formatDate,
  formatDuration,
  formatNumber,
  joinClauses,
} from '../../i18n/format.ts'
import { ProblemBox } from '../../ui/problem-box.tsx'
import { now } from '../../ui/time.tsx'
import { Facts } from '../../ui/table.tsx'
import type { Estimate } from '../estimate.ts'
import { t } from '../words.ts'

type Range = Extract<Estimate, { kind: 'range' }>

/** How long it may take, from the host's own runs; 'no basis yet' is an answer too. */
export function EstimateStep(props: {
  estimate: Estimate
  uploadBytes: number
  usage: StorageUsage | undefined
}) {
  const isShort = () => {
    const { usage } = props
    if (usage === undefined || usage.quotaBytes === null) return false
    return usage.usedBytes + props.uploadBytes > usage.quotaBytes
  }
  return (
    <div class="flex max-w-3xl flex-col gap-5">
      <p>{t().estimateLead}</p>
      <Switch>
        <Match when={props.estimate.kind === 'range' && props.estimate}>
          {(range) => <RangeFacts range={range()} />}
        </Match>
        <Match when={props.estimate.kind === 'none' && props.estimate}>
          {(none) => (
            <ProblemBox tone="plain" title={t().noEstimate} seen={t().noEstimateWhy[none().why]} />
          )}
        </Match>
      </Switch>
      <Facts
        facts={[
          [t().estimate.upload, t().estimate.uploadText(formatBytes(props.uploadBytes))],
          [t().estimate.room, roomOf(props.usage)],
        ]}
      />
      <Show when={isShort()}>
        <ProblemBox title={t().roomShort} />
      </Show>
    </div>
  )
}

function roomOf(usage: StorageUsage | undefined): string | undefined {
  if (usage === undefined) return undefined
  const used = formatBytes(usage.usedBytes)
  return usage.quotaBytes === null
    ? t().roomOpen(used)
    : t().roomText(used, formatBytes(usage.quotaBytes))
}

function RangeFacts(props: { range: Range }) {
  const basis = () => props.range.basis
  return (
    <div>
      <Facts
        facts={[
          [
            t().estimate.wait,
            t().estimate.waitText(
              formatDuration(props.range.waitS.p50),
              formatDuration(props.range.waitS.p90),
            ),
          ],
          [t().estimate.run, runWords(props.range)],
          [
            t().estimate.basis,
            t().estimate.basisText(
              formatNumber(basis().runs),
              formatDate(basis().from),
              formatDate(basis().to),
              formatNumber(basis().leastSamples),
              formatNumber(basis().mostSamples),
            ),
          ],
          [t().estimate.told, formatAge(props.range.toldAt, now())],
        ]}
      />
      <Show when={props.range.isBeyond}>
        <p class="mt-3 text-sm text-warn">{t().estimate.beyond}</p>
      </Show>
    </div>
  )
}

function runWords({ runS: { p10, p50, p90 } }: Range): string {
  const middle = t().estimate.runMiddle(formatDuration(p50))
  if (p10 === p90) return middle
  return joinClauses([t().estimate.runText(formatDuration(p10), formatDuration(p90)), middle])
}
