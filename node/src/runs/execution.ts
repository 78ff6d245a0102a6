import { because } from '@crosspanel/protocol/causes'
import { findingOf } from '@crosspanel/protocol/findings'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '@crosspanel/protocol/canonical'
import { sha256Hex } from '@crosspanel/protocol/digest'
import type { ReportedProgress } from '@crosspanel/protocol/job'
import { keyIdOf } from '@crosspanel/protocol/keys'
import type { TransferFile, TransferManifest } from '@crosspanel/protocol/manifest'
import { RunSummary } from '@crosspanel/protocol/summary'
import { PipelineRefusal } from '../pipeline/failures.ts'
import type { PipelineOutput } from '../pipeline/job.ts'
import { makeAttemptDir } from '../attempt-dir.ts'
import { openSealedFile, sealFile } from '../sealed-file.ts'
import type { RunsDeps, ServedPanel } from './deps.ts'
import { findImputed, keepImputed } from './imputed.ts'
import type { RunLedger } from './ledger.ts'
import { type RunDirs, runDirs } from './run-dirs.ts'
import type { RunRow } from './schema.ts'
import type { RunStore } from './store.ts'
import { admits } from './policy.ts'

export interface ExecutionDeps extends Pick<
  RunsDeps,
  'db' | 'config' | 'keys' | 'transfers' | 'now' | 'findServed' | 'runPipeline'
> {
  readonly store: RunStore
  readonly ledger: RunLedger
}

export interface ExecutionPorts {
  readonly signal: AbortSignal
  readonly onProgress: (progress: ReportedProgress) => void
}

/** The claim is not ours any more: another worker has the run, or it has ended. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
}

/** Takes a claimed run from its verified ciphertext to results that wait for the home site. */
export function createExecution(deps: ExecutionDeps) {
  const { config, keys, transfers, store, ledger, now } = deps

  async function openInputs(
    run: RunRow,
    dirs: RunDirs,
    dir: string,
    signal: AbortSignal,
  ): Promise<string[]> {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const paths: string[] = []
    for (const file of run.input.files) {
      const to = join(dir, file.name)
      const from = join(dirs.incoming, file.name)
      const { secretKey } = keys.encryption
      if (!(await openSealedFile({ from, to, file, secretKey }, signal))) {
        throw new PipelineRefusal([findingOf('input-damaged')])
      }
      paths.push(to)
    }
    return paths
  }

  /** Access and panel are checked at each claim, whatever is imputed already. */
  async function requirePanel(run: RunRow): Promise<ServedPanel> {
    const served = await deps.findServed(run.panelId, deps.db)
    if (served?.description.digest !== run.panelDigest)
      throw new PipelineRefusal([findingOf('panel-changed.run')])
    if (!admits(served.access, run.homeSite, config.siteId)) {
      throw new PipelineRefusal([findingOf('panel-access-denied.run')])
    }
    return served
  }

  async function impute(run: RunRow, dirs: RunDirs, attemptDir: string, ports: ExecutionPorts) {
    const { files: panel } = await requirePanel(run)
    const earlier = await findImputed(dirs.work)
    if (earlier !== undefined) return earlier
    const inputs = await openInputs(run, dirs, join(attemptDir, 'input'), ports.signal)
    const workDir = join(dirs.work, 'chunks')
    await mkdir(workDir, { recursive: true, mode: 0o700 })
    const outDir = await makeAttemptDir(join(dirs.work, 'imputed'), String(run.fence))
    const { parameters } = run
    const imputed = await deps.runPipeline({ inputs, panel, parameters, workDir, outDir }, ports)
    await keepImputed(dirs.work, imputed)
    return imputed
  }

  async function seal(
    run: RunRow,
    outDir: string,
    outputs: readonly PipelineOutput[],
    signal: AbortSignal,
  ): Promise<TransferManifest> {
    const recipient = new Uint8Array(Buffer.from(run.resultRecipient, 'base64url'))
    const files: TransferFile[] = []
    for (const { name, path } of outputs) {
      const to = join(outDir, name)
      files.push(await sealFile({ from: path, to, name, recipients: [recipient] }, signal))
    }
    const recipientKid = await keyIdOf({
      kty: 'OKP',
      crv: 'X25519',
      x: run.resultRecipient,
      use: 'enc',
    })
    return { files, recipients: [recipientKid] }
  }

  /** The results exist for the home site from the moment that this is committed. */
  async function announce(
    run: RunRow,
    outDir: string,
    resultManifest: TransferManifest,
    summary: unknown,
  ): Promise<void> {
    const manifestSha256 = await sha256Hex(canonicalJson(resultManifest))
    await store.transaction(async (tx) => {
      const ready = await ledger.moveSilently(tx, {
        run,
        to: 'ready',
        by: 'host',
        actor: 'node',
        ...because('encrypted'),
        fence: run.fence,
        set: {
          ...{ resultManifest, manifestSha256, summary, leaseUntil: null, worker: null },
          outputVariants: outputVariantsOf(summary),
        },
      })
      if (ready === undefined) throw new ClaimLost()
      const blobs: { name: string; blobId: string }[] = []
      for (const file of resultManifest.files) {
        const path = join(outDir, file.name)
        const blob = { to: run.homeSite, runId: run.id, file, path }
        blobs.push({ name: file.name, blobId: await transfers.offerBlob(tx, blob) })
      }
      await ledger.tell(tx, ready, 'result.ready', {
        runId: run.id,
        seq: ready.seq,
        at: now().toISOString(),
        manifest: resultManifest,
        blobs,
        summary,
      })
    })
  }

  async function startPackaging(run: RunRow): Promise<RunRow> {
    const packaging = await store.transaction((tx) =>
      ledger.move(tx, {
        run,
        to: 'packaging',
        by: 'host',
        actor: 'node',
        ...because('imputed'),
        fence: run.fence,
      }),
    )
    if (packaging === undefined) throw new ClaimLost()
    return packaging
  }

  return async function execute(run: RunRow, ports: ExecutionPorts): Promise<void> {
    const dirs = runDirs(config.dataDir, run.id)
    // A worker that has lost its lease may still be writing for a moment, so each claim has its own
    // directories; only finished chunks are shared.
    const attemptDir = await makeAttemptDir(join(dirs.work, 'claims'), String(run.fence))
    const outDir = await makeAttemptDir(dirs.outgoing, String(run.fence))
    try {
      const { outputs, summary } = await impute(run, dirs, attemptDir, ports)
      const packaging = await startPackaging(run)
      const manifest = await seal(packaging, outDir, outputs, ports.signal)
      await announce(packaging, outDir, manifest, summary)
    } finally {
      await rm(attemptDir, { recursive: true, force: true })
    }
    await rm(dirs.work, { recursive: true, force: true })
  }
}

/** Null of a run that stopped after quality control. */
function outputVariantsOf(summary: unknown): number | null {
  const read = RunSummary.pick({ imputation: true }).safeParse(summary)
  return read.data?.imputation?.outputVariants ?? null
}
