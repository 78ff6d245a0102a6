import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import { Show } from 'solid-js'
import { compareVersions } from './standing.ts'
import { t } from './words.ts'

/** The software that a site runs, and what it lags behind: other sites' versions, and the list of members. */
export function SoftwareCell(props: {
  report: SiteOverview['report']
  newest: string | undefined
  documentVersion: number
}) {
  const lag = () => props.documentVersion - (props.report?.documentVersion ?? 0)
  const isBehind = () => {
    const { report, newest } = props
    return (
      report !== null &&
      newest !== undefined &&
      compareVersions(report.software.version, newest) < 0
    )
  }
  return (
    <Show when={props.report} fallback={<span class="text-faint">{t().sites.noReport}</span>}>
      {(report) => (
        <>
          {report().software.version}
          <Show when={isBehind()}>
            <span class="block text-warn">{t().behind(props.newest ?? '')}</span>
          </Show>
          <Show when={lag() > 0}>
            <span class="block text-warn">{t().listBehind(lag())}</span>
          </Show>
        </>
      )}
    </Show>
  )
}
