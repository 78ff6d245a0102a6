import type { ReconcileReport } from '@crosspanel/protocol/file'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { formatBytes } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/page.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { Facts } from '../../ui/table.tsx'
import { createChange } from '../frame/change.ts'
import { hasFindings } from './report.ts'
import { t } from './words.ts'

/** First what there is, exactly; only then may it be done. */
export function Reconcile(props: { refresh: () => Promise<void> }) {
  const [report, setReport] = createSignal<ReconcileReport>()
  const [isAsking, setAsking] = createSignal(false)
  const run = createChange(
    async (isDryRun: boolean) => {
      setReport(await read(api.storage.reconcile.$post({ json: { isDryRun } })))
    },
    {
      said: (isDryRun) => (isDryRun ? t().looked : t().reclaimed),
      refresh: () => props.refresh(),
    },
  )
  const canReclaim = () => {
    const seen = report()
    return seen !== undefined && seen.isDryRun && hasFindings(seen)
  }
  return (
    <Section title={t().reconcile}>
      <p class="mb-3 text-sm">{t().reconcileText}</p>
      <div class="mb-3 flex flex-wrap gap-2">
        <Button icon="search" isBusy={run.isBusy()} onClick={() => void run.run(true)}>
          {t().look}
        </Button>
        <Show when={canReclaim()}>
          <Button look="danger" icon="trash" onClick={() => setAsking(true)}>
            {t().reclaim}
          </Button>
        </Show>
      </div>
      <Show when={!isAsking() && run.failure()}>
        {(failure) => <FailureBox failure={failure()} isAlert />}
      </Show>
      <Show when={report()}>{(seen) => <Report report={seen()} />}</Show>
      <ConfirmDialog
        title={t().reclaimTitle}
        isOpen={isAsking()}
        onClose={() => setAsking(false)}
        verb={t().reclaim}
        isDangerous
        action={run}
        argument={false}
      >
        <p>{t().reclaimText(formatBytes(report()?.orphanBytes ?? 0))}</p>
        <Show when={report()}>{(seen) => <Report report={seen()} />}</Show>
      </ConfirmDialog>
    </Section>
  )
}

function Report(props: { report: ReconcileReport }) {
  return (
    <>
      <p class="mb-1 text-sm font-medium">
        {props.report.isDryRun ? t().wasDry : t().wasDone}
        <Show when={!hasFindings(props.report)}>. {t().clean}</Show>
      </p>
      <Facts
        facts={[
          [
            t().orphans,
            t().orphansOf(props.report.orphanBlobs, formatBytes(props.report.orphanBytes)),
          ],
          [t().missing, t().files(props.report.missingBlobs)],
          [t().undestroyed, t().files(props.report.undestroyedBlobs)],
          [t().compared, t().files(props.report.checkedFiles)],
        ]}
      />
    </>
  )
}
