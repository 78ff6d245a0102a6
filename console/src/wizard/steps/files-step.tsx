import { createSignal, onCleanup, Show } from 'solid-js'
import { formatBytes, formatList, formatNumber } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Progress } from '../../ui/progress.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { announce } from '../../ui/status-region.tsx'
import { Facts } from '../../ui/table.tsx'
import type { Draft } from '../draft.ts'
import { FileFault } from '../file-fault.tsx'
import { FilePicker } from '../file-picker.tsx'
import { Findings } from '../../jobs/findings.tsx'
import { HEAD_BYTES, TAIL_BYTES } from '../first-look.ts'
import { t } from '../words.ts'

/** Checks whole files; resolves when it is done or was stopped. Throws `FileUnreadable`. */
export type WholeCheck = (
  onProgress: (bytesRead: number) => void,
  signal: AbortSignal,
) => Promise<void>

/** Files are chosen and looked at. Nothing is sent. */
export function FilesStep(props: {
  draft: Draft | undefined
  /** Looks at files and keeps what was seen. Throws `FileUnreadable`. */
  onPick: (files: readonly File[]) => Promise<void>
  /** Undefined where the files are not at hand any more. */
  whole: WholeCheck | undefined
}) {
  const [isBusy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()

  async function pick(files: readonly File[]): Promise<void> {
    setBusy(true)
    setError(undefined)
    try {
      await props.onPick(files)
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div class="flex max-w-3xl flex-col gap-5">
      <p>{t().nothingSent}</p>
      <FilePicker
        label={props.draft === undefined ? t().choose : t().chooseOthers}
        isBusy={isBusy()}
        onPick={(files) => void pick(files)}
      />
      <div role="status">
        <Show when={isBusy()}>{t().checking}</Show>
      </div>
      <FileFault error={error()} />
      <Show when={props.draft?.report !== undefined && props.draft}>
        {(draft) => (
          <>
            <Verdict draft={draft()} />
            {/* Other files end the check of these. */}
            <Show keyed when={!draft().isWhole && props.whole !== undefined && draft().files}>
              <WholeCheckBox check={props.whole} totalBytes={sizeOf(draft())} />
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

function sizeOf({ files }: Draft): number {
  return files.reduce((sum, { identity }) => sum + identity.size, 0)
}

/** At most this was read of the files to look at them. */
function lookedBytes({ files }: Draft): number {
  return files.reduce(
    (sum, { identity: { size } }) => sum + Math.min(size, HEAD_BYTES + TAIL_BYTES),
    0,
  )
}

function Verdict(props: { draft: Draft }) {
  const report = () => props.draft.report
  const findings = () => report()?.findings ?? []
  const isGood = () => report()?.isAcceptable === true
  return (
    <Section title={props.draft.files.map(({ identity }) => identity.name).join(', ')}>
      <div class="mb-3" role="status">
        <StateMark tone={isGood() ? 'good' : 'bad'} icon={isGood() ? 'check' : 'warning'}>
          {verdictOf(isGood(), findings().length)}
        </StateMark>
        <p class="mt-1 text-sm text-faint">
          {props.draft.isWhole
            ? t().lookedAll
            : t().lookedAt(formatBytes(lookedBytes(props.draft)))}
        </p>
      </div>
      <FileFacts draft={props.draft} />
      <Findings findings={findings()} />
    </Section>
  )
}

function FileFacts(props: { draft: Draft }) {
  const report = () => props.draft.report
  const first = () => report()?.files[0]
  return (
    <div class="mb-4">
      <Facts
        facts={[
          [t().facts.size, formatBytes(sizeOf(props.draft))],
          [t().facts.samples, formatNumber(report()?.samples ?? 0)],
          [
            props.draft.isWhole ? t().facts.variantsAll : t().facts.variants,
            formatNumber(report()?.variants ?? 0),
          ],
          [t().facts.build, buildWords(first()?.build)],
          [
            t().facts.chromosomes,
            props.draft.chromosomes.length === 0
              ? t().facts.chromosomesUnknown
              : formatList(props.draft.chromosomes),
          ],
          [t().facts.phased, t().phases[first()?.phased ?? 'unphased']],
        ]}
      />
    </div>
  )
}

function verdictOf(isGood: boolean, findings: number): string {
  if (!isGood) return t().verdictBad
  return findings > 0 ? t().verdictNotes : t().verdictGood
}

function buildWords(build: string | undefined): string {
  return build === undefined || build === 'unknown' ? t().facts.buildUnknown : build
}

function WholeCheckBox(props: { check: WholeCheck | undefined; totalBytes: number }) {
  const [doneBytes, setDone] = createSignal<number>()
  const [error, setError] = createSignal<unknown>()
  let stop: AbortController | undefined
  onCleanup(() => stop?.abort())

  async function run(): Promise<void> {
    const own = new AbortController()
    stop = own
    setDone(0)
    setError(undefined)
    try {
      await props.check?.(setDone, own.signal)
      if (!own.signal.aborted) announce(t().lookedAll)
    } catch (caught) {
      if (!own.signal.aborted) setError(caught)
    } finally {
      setDone(undefined)
    }
  }

  return (
    <Section title={t().wholeTitle}>
      <p class="mb-3 text-sm text-faint">{t().wholeText(formatBytes(props.totalBytes))}</p>
      <FileFault error={error()} />
      <Show
        when={doneBytes() !== undefined}
        fallback={<Button onClick={() => void run()}>{t().wholeStart}</Button>}
      >
        <div class="flex flex-col items-start gap-3">
          <Progress
            label={t().wholeProgress}
            done={doneBytes() ?? 0}
            total={props.totalBytes}
            text={t().sent(formatBytes(doneBytes() ?? 0), formatBytes(props.totalBytes))}
          />
          <Button icon="stop" onClick={() => stop?.abort()}>
            {t().wholeStop}
          </Button>
        </div>
      </Show>
    </Section>
  )
}
