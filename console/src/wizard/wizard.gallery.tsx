import { findingOf } from '@crosspanel/protocol/findings'
import { runOptionsOf } from '@crosspanel/protocol/run-options'
import type { PanelView } from '@crosspanel/protocol/panel'
import { Route, Router } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { ApiFailure } from '../api/failure.ts'
import { ago, type GalleryView } from '../gallery/view.ts'
import { Page } from '../ui/page.tsx'
import { cohortOf, type Draft, type Step, STEPS } from './draft.ts'
import { estimateOf } from './estimate.ts'
import {
  EXAMPLE_LONG_NAME,
  EXAMPLE_REPORT,
  EXAMPLE_TERMS,
  exampleDraft,
  examplePanel,
} from './fixtures.ts'
import type { OverlapState } from './overlaps.ts'
import { PickAgain } from './pick-again.tsx'
import { StepNav } from './step-nav.tsx'
import { EstimateStep } from './steps/estimate-step.tsx'
import { FilesStep } from './steps/files-step.tsx'
import { KeyStep } from './steps/key-step.tsx'
import { OptionsStep } from './steps/options-step.tsx'
import { PanelStep } from './steps/panel-step.tsx'
import { ReviewStep } from './steps/review-step.tsx'
import { TermsStep } from './steps/terms-step.tsx'
import { UploadBox } from './upload-box.tsx'
import type { UploadProgress } from './draft-upload.ts'
import { t } from './words.ts'

const nothing = () => undefined

/** Its host has told of itself just now. */
function panelToday(more: Partial<PanelView> = {}): PanelView {
  const { hostTold, ...panel } = examplePanel(more)
  return { ...panel, hostTold: hostTold && { ...hostTold, at: ago(2) } }
}

const never = () => Promise.resolve()
const draft = exampleDraft()
const panel = panelToday({ terms: EXAMPLE_TERMS, licence: 'H3Africa data access policy 2.1' })
const facts = { hasKey: true, panel }
const usage = { usedBytes: 71_000_000_000, files: 12, quotaBytes: 100_000_000_000 }
const KEY = 'dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgcHVibGljIGs'

const panels = [
  panelToday({
    panelId: 'site:lund/swegen',
    title: 'A panel with a very long title, as its owner has written it, with all that is in it',
    ...{ samples: 1000, populations: [{ code: 'EUR', samples: 1000 }] },
    ...{ hostName: 'Lund University, Department of Clinical Sciences', host: 'lost' },
    chromosomes: [{ chromosome: '20', start: 1, end: 2, variants: 3 }],
  }),
  panel,
  panelToday({
    ...{ panelId: 'site:uppsala/late', title: 'A panel of a host that is late', host: 'late' },
    ...{ hostName: 'Uppsala', samples: 900, populations: [] },
  }),
  panelToday({ panelId: 'site:ibadan/old', title: 'An older panel', build: 'GRCh37' }),
  panelToday({
    ...{ panelId: 'site:ibadan/closed', isOpenToUs: false, minSamples: 2000 },
    ...{ title: 'A panel of others', hostName: 'Ibadan', host: 'unknown', hostTold: null },
  }),
]

/** One of each kind that a panel's overlap can be. */
const OVERLAPS: Readonly<Record<string, OverlapState>> = {
  'site:lund/swegen': { compared: 3_480, found: 1_204, isExact: false },
  [panel.panelId]: { compared: 118_204, found: 117_903, isExact: true },
  'site:uppsala/late': 'unread',
}

const refused: Draft = exampleDraft({
  report: {
    ...EXAMPLE_REPORT,
    isAcceptable: false,
    findings: [
      findingOf('chromosome-x-unsupported', { count: 48_211 }),
      findingOf('ploidy-haploid', { params: { haploid: 48_210, samples: 100_000 } }),
      findingOf('container-bcf-unchecked'),
      findingOf('container-gzip'),
    ].map((finding) => ({ ...finding, file: EXAMPLE_LONG_NAME, line: 1_234_567 })),
  },
})

/** Whether what a step asks for was said: in a later one, and in the one where a panel is chosen already. */
const isPast = (step: Step, at: Step) =>
  STEPS.indexOf(at) > STEPS.indexOf(step) || (step === 'panel' && at === 'panel')

function step(of: Step, body: () => JSX.Element): GalleryView {
  return part(`new job, ${of}`, () => (
    <Page title={t().stepTitle(t().steps[of])}>
      <StepNav
        draft={{
          ...draft,
          panelId: isPast('panel', of) ? draft.panelId : undefined,
          agreement: isPast('terms', of) ? draft.agreement : undefined,
        }}
        facts={{ ...facts, hasKey: of === 'key' }}
        current={of}
      />
      {body()}
    </Page>
  ))
}

function part(name: string, body: () => JSX.Element): GalleryView {
  return {
    name,
    render: () => (
      <Router>
        <Route path="*" component={() => <main>{body()}</main>} />
      </Router>
    ),
  }
}

function sending(progress: Partial<UploadProgress>) {
  const known: UploadProgress = {
    ...{ kind: 'sending', files: draft.files, failure: undefined, bytesPerSecond: 11_000_000 },
    ...progress,
  }
  return {
    ...{ progress: () => known, submitNow: never, start: nothing, pause: nothing, take: nothing },
    ...{ begin: never, missing: nothing, forget: nothing },
    submit: {
      ...{ isBusy: () => false, failure: nothing, faultOf: nothing, clear: nothing },
      run: () => Promise.resolve(true),
    },
  }
}

const upload = (name: string, progress: Partial<UploadProgress>) =>
  part(`upload, ${name}`, () => (
    <Page title={t().sendTitle}>
      <UploadBox draft={draft} sending={sending(progress)} />
    </Page>
  ))

const files = [
  {
    ...{ name: EXAMPLE_LONG_NAME, id: 'f2' },
    ...{ declaredSize: 5_200_000_000, receivedBytes: 1_300_000_000 },
  },
  { name: 'another.vcf.gz', id: 'f3', declaredSize: 812, receivedBytes: 0 },
].map((file) => ({
  ...{ ...file, kind: 'upload', state: 'receiving', expiresAt: ago(-9000) },
}))

const estimate = (more: Parameters<typeof examplePanel>[0], samples = 1480) =>
  estimateOf(panelToday(more), { samples, chromosomes: ['20', '21'] })

export const views: readonly GalleryView[] = [
  { name: 'new job', path: '/new', isStatic: true },
  { name: 'new job, draft gone', path: '/new/nothing/files', isStatic: true },
  {
    name: 'uploads',
    path: '/uploads',
    answers: { 'GET /api/v1/files': { body: { files, next: null } } },
  },
  {
    name: 'uploads, none',
    path: '/uploads',
    answers: { 'GET /api/v1/files': { body: { files: [], next: null } } },
  },
  step('files', () => <FilesStep draft={draft} onPick={never} whole={never} />),
  part('new job, files refused', () => (
    <Page title={t().title}>
      <FilesStep draft={refused} onPick={never} whole={undefined} />
    </Page>
  )),
  step('panel', () => (
    <PanelStep
      panels={panels}
      cohort={cohortOf(draft)}
      overlapOf={(panelId) => OVERLAPS[panelId]}
      chosen={panel.panelId}
      onAncestry={nothing}
      onChoose={nothing}
    />
  )),
  part('new job, no panels', () => (
    <Page title={t().title}>
      <PanelStep
        panels={[]}
        cohort={cohortOf(draft)}
        overlapOf={nothing}
        chosen={undefined}
        onAncestry={nothing}
        onChoose={nothing}
      />
    </Page>
  )),
  step('options', () => (
    <OptionsStep options={runOptionsOf(panel)} parameters={draft.parameters} onChange={nothing} />
  )),
  step('estimate', () => (
    <EstimateStep estimate={estimate({}, 9000)} uploadBytes={15_600_000_000} usage={usage} />
  )),
  part('new job, no estimate', () => (
    <Page title={t().title}>
      <EstimateStep
        estimate={estimate({ hostTold: null })}
        uploadBytes={90_000_000_000}
        usage={usage}
      />
    </Page>
  )),
  step('terms', () => (
    <TermsStep
      {...{
        panel,
        home: 'Lund University',
        isHome: false,
        isTermsAgreed: true,
        isSendAgreed: false,
      }}
      onTerms={nothing}
      onSend={nothing}
    />
  )),
  step('key', () => (
    <KeyStep
      {...{ publicKey: KEY, isWithoutKey: false, isBusy: false, failure: undefined }}
      onKey={() => Promise.resolve(true)}
      onWithoutKey={nothing}
    />
  )),
  part('new job, no key yet', () => (
    <Page title={t().title}>
      <KeyStep
        {...{ publicKey: null, isWithoutKey: false, isBusy: false, failure: undefined }}
        onKey={() => Promise.resolve(true)}
        onWithoutKey={nothing}
      />
    </Page>
  )),
  step('review', () => (
    <ReviewStep draft={draft} facts={{ ...facts, hasKey: false }} panel={panel} onName={nothing} />
  )),
  upload('under way', {}),
  upload('paused', { kind: 'paused', bytesPerSecond: undefined }),
  upload('failed', {
    ...{ kind: 'failed', bytesPerSecond: undefined, failure: new ApiFailure('unreachable') },
  }),
  upload('file changed', { kind: 'unreadable', bytesPerSecond: undefined }),
  part('upload, files again', () => (
    <Page title={t().sendTitle}>
      <PickAgain draft={draft} onFiles={nothing} onOthers={nothing} />
    </Page>
  )),
]
