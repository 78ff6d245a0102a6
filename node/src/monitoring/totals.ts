import type { SiteTotals } from '@crosspanel/protocol/message'
import type { JobCounts } from '../jobs/counts.ts'
import type { RunCounts } from '../runs/counts.ts'

/** What a site tells its peers of its work: sums alone, so that no panel or account shows. */
export async function totalsOf(
  jobCounts: Pick<JobCounts, 'ofPanels'>,
  runCounts: Pick<RunCounts, 'all'>,
): Promise<SiteTotals> {
  const [jobs, runs] = await Promise.all([jobCounts.ofPanels(), runCounts.all()])
  const total = { jobs: 0, completedJobs: 0, runs: 0, samples: 0, variants: 0 }
  for (const row of jobs) {
    total.jobs += row.jobs
    if (row.state === 'completed') total.completedJobs += row.jobs
  }
  for (const row of runs) {
    total.runs += row.runs
    total.samples += row.samples
    total.variants += row.variants
  }
  return total
}
