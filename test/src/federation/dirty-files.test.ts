import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AddPanel } from '@crosspanel/protocol/panel-admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestAccount, TestNetwork, type TestNode } from '../network.ts'
import { submit, upload, waitForState } from '../research.ts'
import { hasSharedData, SHARED_DATA } from '../shared-data.ts'

const DATA = SHARED_DATA
const HAS_DATA = hasSharedData('dirty files as jobs')

/** What each file that is not to be imputed ends as, and the finding that says why. */
const REFUSED = [
  ['strandflip_all.vcf.gz', 'failed', 'strand-flips'],
  ['one_sample_60pct_missing.vcf.gz', 'failed', 'no-chunk-left'],
  ['wrong_build_shifted.vcf.gz', 'rejected', 'build-mismatch'],
  ['real_grch38_lift_of_target.vcf.gz', 'rejected', 'build-mismatch'],
  ['unsorted.vcf.gz', 'rejected', 'unsorted'],
  ['position_past_end.vcf.gz', 'rejected', 'position-past-end'],
  ['mixed_ploidy_haploid_samples.vcf.gz', 'rejected', 'ploidy-haploid'],
  ['gt_index_out_of_range.vcf.gz', 'rejected', 'gt-allele-out-of-range'],
  ['no_gt_format.vcf.gz', 'rejected', 'gt-missing'],
  ['only3samples.vcf.gz', 'rejected', 'samples-too-few'],
  ['only1sample.vcf.gz', 'rejected', 'samples-too-few'],
  ['duplicate_sample_ids.vcf.gz', 'rejected', 'sample-id-duplicate'],
  ['hostile_sample_ids.vcf.gz', 'rejected', 'sample-id-hostile'],
  ['truncated.vcf.gz', 'rejected', 'bgzf-truncated'],
  ['no_bgzf_eof.vcf.gz', 'rejected', 'bgzf-eof-missing'],
  ['empty.vcf.gz', 'rejected', 'file-empty'],
  ['empty_bgzf.vcf.gz', 'rejected', 'file-empty'],
  ['header_only.vcf.gz', 'rejected', 'records-missing'],
  ['no_header.vcf.gz', 'rejected', 'header-missing'],
  ['spaces_not_tabs.vcf.gz', 'rejected', 'spaces-not-tabs'],
  ['html_error_page.vcf.gz', 'rejected', 'container-html'],
  ['random_bytes.vcf.gz', 'rejected', 'container-unknown'],
  ['a_23andme_table.vcf.gz', 'rejected', 'container-consumer-table'],
  ['bomb_1GB_rows.vcf.gz', 'rejected', 'position-repeated'],
] as const

describe.skipIf(!HAS_DATA)('a dirty file of ../shared/data', () => {
  let network: TestNetwork
  let site: TestNode
  let researcher: TestAccount
  const panelId = 'site:lund/afr'

  beforeAll(async () => {
    network = await TestNetwork.create(['lund'])
    site = network.node('lund')
    const request = AddPanel.parse({
      panelId,
      title: 'African haplotypes',
      version: '1',
      build: 'GRCh37',
      genotypeFiles: [join(DATA, 'small/panel.AFR.vcf.gz')],
    })
    const signal = AbortSignal.timeout(60_000)
    await site.running.context.panels.addNow('node', request, { signal })
    await network.syncFederation()
    researcher = await site.addAccount()
  })
  afterAll(() => network[Symbol.asyncDispose]())

  it.each(REFUSED)('T17 %s ends %s, with the finding %s', async (name, state, code) => {
    const bytes = await readFile(join(DATA, 'dirty', name))
    const fileId = await upload(site, researcher, bytes, name)

    const { id } = await submit(researcher, panelId, fileId)
    const job = await waitForState(researcher, id, 'completed', 'rejected', 'failed')

    expect(job.state).toBe(state)
    const errors = job.findings.filter(({ severity }) => severity === 'error')
    expect(errors.map((finding) => finding.code)).toContain(code)
  })

  it('T17 leaves the node ready for the next one', async () => {
    const answer = await fetch(`${site.url}/readyz`)

    expect(answer.status).toBe(200)
  })
})
