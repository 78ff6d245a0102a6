import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunParameters } from '@crosspanel/protocol/job'
import type { MessageBody } from '@crosspanel/protocol/message'
import type { PanelDescription } from '@crosspanel/protocol/panel'
import { AddPanel } from '@crosspanel/protocol/panel-admin'
import { expect, vi } from 'vitest'
import { cohortVcf } from './cohort.ts'
import { TestNetwork } from './network.ts'
import { readJob, submit, upload } from './research.ts'
import { describeBytes, openPuppet, watch } from './rogue.ts'

const DAY_MS = 86_400_000
const VICTIM = 'cape-town'

/**
 * A real node with work in hand for an honest member: a run that waits for its input, a result that
 * waits to be fetched, and a job of its own at the honest member's panel. The members are enrolled in
 * truth; their nodes are stopped, and tests speak with their keys.
 */
export async function openRogueWorld() {
  await using stack = new AsyncDisposableStack()
  const network = stack.use(await TestNetwork.create([VICTIM, 'lund', 'ibadan', 'uppsala']))
  const victim = network.node(VICTIM)
  const openPanel = await victim.addPanel('members')
  const privatePanel = `${victim.siteId}/private`
  const request = AddPanel.parse({
    panelId: privatePanel,
    title: 'For one site only',
    version: '1',
    build: 'GRCh37',
    genotypeFiles: [join(victim.dataDir, 'panel-source.vcf.gz')],
    access: ['site:lund'],
  })
  await victim.running.context.panels.addNow('node', request, {
    signal: AbortSignal.timeout(60_000),
  })
  const lundPanel = await network.node('lund').addPanel()
  await network.syncFederation()
  for (const slug of ['lund', 'ibadan', 'uppsala']) await network.node(slug).stop()
  await network.registry.setStatus('site:uppsala', 'suspend')
  await victim.running.context.peers.syncFederation()

  const lund = await openPuppet(network.node('lund'), victim)
  const rogue = await openPuppet(network.node('ibadan'), victim)
  const suspended = await openPuppet(network.node('uppsala'), victim)
  const eye = stack.use(watch(victim))
  const federation = victim.running.context.peers.federation

  function panelOf(panelId: string): PanelDescription {
    const panels = federation.findSite(victim.siteId)?.descriptor?.panels ?? []
    const found = panels.find((panel) => panel.panelId === panelId)
    if (found === undefined) throw new Error(`${panelId} is not published`)
    return found
  }

  const input = new TextEncoder().encode('some ciphertext')
  const encryptionKid = federation.encryptionKeyOf(victim.siteId)?.kid ?? ''
  const file = await describeBytes('chr20.vcf.gz', input)
  /** An offer that the victim accepts, but for what is changed. */
  function offerOf(changes: Record<string, unknown> = {}): MessageBody<'job.offer'> {
    return {
      panelId: openPanel,
      panelDigest: panelOf(openPanel).digest,
      parameters: RunParameters.parse({ build: 'GRCh37' }),
      input: { files: [file], recipients: [encryptionKid] },
      samples: 25,
      variants: 60,
      resultRecipient: Buffer.from(lund.keys.encryption.publicKey).toString('base64url'),
      subject: 'pseudonym-of-a-person',
      deadline: new Date(Date.now() + DAY_MS).toISOString(),
      ...changes,
    }
  }

  const runJob = randomUUID()
  await lund.post(await lund.message({ type: 'job.offer', job: runJob, epoch: 2, body: offerOf() }))
  const [run] = await eye.sql<{ id: string; upload: string }[]>`
    select runs.id, upload_id as upload from runs join run_inputs on run_id = runs.id
    where home_job = ${runJob} and state = 'receiving'`
  if (run === undefined) throw new Error('the offer of the honest member was not accepted')

  const blobId = randomUUID()
  const blobPath = join(victim.dataDir, 'result-of-lund')
  await writeFile(blobPath, input)
  await eye.sql`insert into peer_blobs (id, to_site, run_id, file, path)
    values (${blobId}, 'site:lund', ${run.id}, ${eye.sql.json(file)}, ${blobPath})`

  const researcher = await victim.addAccount()
  const fileId = await upload(victim, researcher, cohortVcf(25))
  const { id: ownJob } = await submit(researcher, lundPanel, fileId)
  await vi.waitUntil(async () => (await readJob(researcher, ownJob)).state === 'offered', {
    timeout: 30_000,
  })
  for (const member of [lund, rogue]) {
    const greeting = await member.call({ method: 'GET', path: '/peer/v1/health' })
    expect(greeting.status).toBe(200)
  }

  const owned = stack.move()
  return {
    victim,
    eye,
    lund,
    rogue,
    suspended,
    openPanel,
    privatePanel,
    lundPanel,
    offerOf,
    input,
    file,
    /** The honest member's run at the victim, of epoch 2, and the upload that it waits for. */
    run: { job: runJob, id: run.id, uploadId: run.upload, blobId },
    /** The victim's own job, offered to the honest member under epoch 1. */
    ownJob,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
export type RogueWorld = Awaited<ReturnType<typeof openRogueWorld>>
