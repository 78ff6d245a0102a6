import type { BackupStatus } from '@crosspanel/protocol/backup'
import type { ScrubStatus } from '@crosspanel/protocol/file'
import type { SystemMetrics } from '@crosspanel/protocol/status'
import { For, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatBytes, formatDuration } from '../../i18n/format.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellSetting } from '../../told/settings.ts'
import { Button } from '../../ui/button.tsx'
import { Command } from '../../ui/copy-button.tsx'
import { Section } from '../../ui/page.tsx'
import { FailureBox, ProblemBox } from '../../ui/problem-box.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Badge, StateMark } from '../../ui/state-mark.tsx'
import { Facts } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { t as frame } from '../frame/words.ts'
import { t as settingWords } from '../settings/words.ts'
import { Reconcile } from './reconcile.tsx'
import { retentionOf, scrubState } from './report.ts'
import { t } from './words.ts'

const SCRUB_ICONS = { running: 'running', soon: 'clock', idle: 'check' } as const
const BACK_UP = 'sudo crosspanel backup create'

/** What is stored, for how long, whether it is whole, and what could be freed. */
export default function StoragePage() {
  const machine = createQuery(
    () => 'machine',
    () => read(api.metrics.system.$get()),
  )
  const scrub = createQuery(
    () => 'scrub',
    () => read(api.storage.scrub.$get()),
    { isUnderWay: (data) => scrubState(data) !== 'idle' },
  )
  const settings = createQuery(
    () => 'settings',
    () => read(api.admin.settings.$get()),
  )
  const backup = createQuery(
    () => 'backup',
    () => read(api.admin.backup.$get()),
  )
  return (
    <AdminPage title={t().title}>
      <div class="grid gap-x-10 lg:grid-cols-2">
        <div>
          <Section title={t().volumes}>
            <View query={machine}>
              {(data) => <For each={data().volumes}>{(volume) => <Volume volume={volume} />}</For>}
            </View>
          </Section>
          <Reconcile refresh={scrub.refresh} />
          <Section title={t().backup}>
            <View query={backup}>{(data) => <Backups backup={data()} />}</View>
          </Section>
        </div>
        <div>
          <Section title={t().scrub}>
            <View query={scrub}>{(data) => <Scrub scrub={data()} refresh={scrub.refresh} />}</View>
          </Section>
          <Section title={t().retention}>
            <p class="mb-3 text-sm">{t().retentionText}</p>
            <View query={settings}>
              {(data) => (
                <ul class="flex flex-col gap-1.5 text-sm">
                  <For each={retentionOf(data().settings)}>
                    {(setting) => (
                      <li class="flex flex-wrap justify-between gap-x-4">
                        <SaidText said={tellSetting(setting)} />
                        <span>
                          {t().days(setting.value ?? '')}{' '}
                          <Badge>{settingWords().origins[setting.origin]}</Badge>
                        </span>
                      </li>
                    )}
                  </For>
                </ul>
              )}
            </View>
          </Section>
        </div>
      </div>
    </AdminPage>
  )
}

function Volume(props: { volume: SystemMetrics['volumes'][number] }) {
  const used = () => props.volume.sizeBytes - props.volume.freeBytes
  return (
    <div class="mb-3">
      <h3 class="mb-1">{t().volume(props.volume.name)}</h3>
      <Progress
        label={t().volume(props.volume.name)}
        done={used()}
        total={props.volume.sizeBytes}
        text={t().used(
          formatBytes(used()),
          formatBytes(props.volume.sizeBytes),
          formatBytes(props.volume.freeBytes),
        )}
      />
      <p class="text-sm">
        {props.volume.fullInS === null
          ? t().notFilling
          : t().fullIn(formatDuration(props.volume.fullInS))}
      </p>
    </div>
  )
}

function Scrub(props: { scrub: ScrubStatus; refresh: () => Promise<void> }) {
  const state = () => scrubState(props.scrub)
  const ask = createChange(() => read(api.storage.scrub.$post()), {
    said: () => t().scrubAsked,
    refresh: () => props.refresh(),
  })
  return (
    <div class="flex flex-col items-start gap-3 text-sm">
      <p>{t().scrubText}</p>
      <Show when={props.scrub.damagedFiles > 0}>
        <ProblemBox
          title={t().damagedTitle(props.scrub.damagedFiles)}
          why={t().damagedWhy}
          fix={t().damagedFix}
        />
      </Show>
      <StateMark tone={state() === 'idle' ? 'plain' : 'accent'} icon={SCRUB_ICONS[state()]}>
        {t().scrubStates[state()]}
      </StateMark>
      <Facts
        facts={[
          [t().asked, <Moment at={props.scrub.requestedAt} />],
          [t().started, <Moment at={props.scrub.startedAt} />],
          [t().finished, <Moment at={props.scrub.finishedAt} />],
          [
            t().checked,
            t().checkedOf(props.scrub.checkedFiles, formatBytes(props.scrub.checkedBytes)),
          ],
          [t().due, t().files(props.scrub.dueFiles)],
          [
            t().damaged,
            props.scrub.damagedFiles === 0 ? t().noDamage : t().files(props.scrub.damagedFiles),
          ],
        ]}
      />
      <Show when={ask.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <Button icon="search" isBusy={ask.isBusy()} onClick={() => void ask.run(undefined)}>
        {t().scrubNow}
      </Button>
    </div>
  )
}

function Backups(props: { backup: BackupStatus }) {
  return (
    <div class="flex flex-col gap-3">
      <Facts
        facts={[
          [t().lastBackup, <Moment at={props.backup.taken?.at ?? null} none={t().noBackup} />],
          [t().contents, props.backup.taken && t().kinds[props.backup.taken.kind]],
          [t().size, props.backup.taken && formatBytes(props.backup.taken.sizeBytes)],
          [
            t().digest,
            props.backup.taken && (
              <code class="text-xs break-all">{props.backup.taken.sha256}</code>
            ),
          ],
          [
            t().lastVerified,
            <Moment at={props.backup.verified?.verifiedAt ?? null} none={t().noBackup} />,
          ],
        ]}
      />
      <p class="text-sm">{t().backupText}</p>
      <Command text={BACK_UP} />
    </div>
  )
}

function Moment(props: { at: string | null; none?: string }) {
  return (
    <Show when={props.at} fallback={props.none ?? frame().never}>
      {(at) => <Age at={at()} />}
    </Show>
  )
}
