import type { Sql } from 'postgres'
import { expect } from 'vitest'

/**
 * That every kept count, with the changes which are not folded yet, is what counting all jobs and runs
 * gives, in one snapshot of the database.
 */
export async function expectExactCounts(sql: Sql): Promise<void> {
  expect(await findWrongCounts(sql)).toEqual([])
}

/** Counts that differ from a real count, with both numbers. */
async function findWrongCounts(sql: Sql) {
  return sql`
    with kept as (
      select 'account ' || account_id as what, state, jobs as n from account_job_counts
      union all select 'account ' || account_id, state, jobs from job_count_changes
      union all select 'panel ' || panel_id || ' at ' || host_site, state, jobs from panel_job_counts
      union all select 'panel ' || panel_id || ' at ' || host_site, state, jobs from job_count_changes
      union all select 'panel samples ' || panel_id, state, samples from panel_job_counts
      union all select 'panel samples ' || panel_id, state, samples from job_count_changes
      union all select 'panel variants ' || panel_id, state, variants from panel_job_counts
      union all select 'panel variants ' || panel_id, state, variants from job_count_changes
      union all select 'day ' || day, state, jobs from day_job_counts
      union all select 'day ' || day, state, jobs from job_count_changes
      union all select 'runs ' || home_site || panel_id, state, runs from run_counts
      union all select 'runs ' || home_site || panel_id, state, runs from run_count_changes
      union all select 'run samples ' || home_site || panel_id, state, samples from run_counts
      union all select 'run samples ' || home_site || panel_id, state, samples from run_count_changes
      union all select 'run variants ' || home_site || panel_id, state, variants from run_counts
      union all select 'run variants ' || home_site || panel_id, state, variants from run_count_changes
    ), real as (
      select 'account ' || account_id as what, state, 1 as n from jobs
      union all select 'panel ' || panel_id || ' at ' || host_site, state, 1 from jobs
      union all select 'panel samples ' || panel_id, state, samples from jobs where state = 'completed'
      union all select 'panel variants ' || panel_id, state, variants from jobs where state = 'completed'
      union all select 'day ' || (submitted_at at time zone 'UTC')::date, state, 1 from jobs
      union all select 'runs ' || home_site || panel_id, state, 1 from runs
      union all select 'run samples ' || home_site || panel_id, state, samples from runs where manifest_sha256 is not null
      union all select 'run variants ' || home_site || panel_id, state, variants from runs where manifest_sha256 is not null
    ), sums as (
      select what, state, sum(n) as kept, 0 as real from kept group by 1, 2
      union all select what, state, 0, sum(n) from real group by 1, 2
    )
    select what, state, sum(kept)::int as kept, sum(real)::int as real
    from sums group by 1, 2 having sum(kept) <> sum(real)`.then((rows) => [...rows])
}
