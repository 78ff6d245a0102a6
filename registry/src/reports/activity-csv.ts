import type { FederationActivity } from '@crosspanel/protocol/site-overview'

const HEAD = 'day,host_site,panel,runs_ended,runs_failed,median_wait_s,samples'
/** What stands for a count of 1 to 4, and for what would tell it. */
const SMALL = '<5'

/** RFC 4180. Nothing in it needs quotes: ids and numbers only. */
export function activityCsv({ cells }: Pick<FederationActivity, 'cells'>): string {
  const lines = cells.map((cell) =>
    [
      cell.day,
      cell.hostSite,
      cell.panelId,
      cell.runs ?? SMALL,
      cell.failed ?? SMALL,
      cell.medianWaitS ?? '',
      cell.samples ?? '',
    ].join(','),
  )
  return [HEAD, ...lines, ''].join('\r\n')
}
