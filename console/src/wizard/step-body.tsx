import type { PanelView } from '@crosspanel/protocol/panel'
import { Match, Show, Switch } from 'solid-js'
import { Skeleton } from '../ui/skeleton.tsx'
import { View } from '../ui/view.tsx'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { panelPath } from '../panels/panel-path.ts'
import { announce } from '../ui/status-region.tsx'
import { AgreeToTerms } from './agree.tsx'
import { cohortOf, type Draft, type Step } from './draft.ts'
import { estimateOf } from './estimate.ts'
import { createOverlaps } from './overlaps.ts'
import { afterLook, afterWholeCheck } from './picking.ts'
import { EstimateStep } from './steps/estimate-step.tsx'
import { FilesStep, type WholeCheck } from './steps/files-step.tsx'
import { KeyStep } from './steps/key-step.tsx'
import { OptionsStep } from './steps/options-step.tsx'
import { PanelStep } from './steps/panel-step.tsx'
import { ReviewStep } from './steps/review-step.tsx'
import { checker, chosenFiles, dropUploads, keepFiles, type Wizard } from './wizard.ts'
import { t } from './words.ts'

interface StepProps {
  readonly wizard: Wizard
  readonly draft: Draft
}

/** The step with what it needs of the node and of the draft. */
export function StepBody(props: StepProps & { step: Step }) {
  return (
    <Switch>
      <Match when={props.step === 'files'}>
        <Files wizard={props.wizard} draft={props.draft} />
      </Match>
      <Match when={props.step === 'panel'}>
        <View query={props.wizard.panels}>
          {(list) => (
            <PanelChoice wizard={props.wizard} draft={props.draft} panels={list().panels} />
          )}
        </View>
      </Match>
      <Match when={props.step === 'review'}>
        <ReviewStep
          draft={props.draft}
          facts={props.wizard.facts()}
          panel={props.wizard.panel()}
          onName={(name) => void props.wizard.update({ name })}
        />
      </Match>
      <Match when={props.step === 'key'}>
        <Key wizard={props.wizard} draft={props.draft} />
      </Match>
      <Match when={true}>
        <OfPanel wizard={props.wizard} draft={props.draft} step={props.step} />
      </Match>
    </Switch>
  )
}

/** Steps that are about the panel that was chosen. */
function OfPanel(props: StepProps & { step: Step }) {
  return (
    <View query={props.wizard.panels} skeleton={<Skeleton />}>
      {() => (
        <Show when={props.wizard.panel()} fallback={<p>{t().panelFirst}</p>}>
          {(panel) => (
            <Switch>
              <Match when={props.step === 'options'}>
                <Options wizard={props.wizard} draft={props.draft} panelId={panel().panelId} />
              </Match>
              <Match when={props.step === 'estimate'}>
                <EstimateOf wizard={props.wizard} draft={props.draft} />
              </Match>
              <Match when={props.step === 'terms'}>
                <AgreeToTerms wizard={props.wizard} draft={props.draft} panel={panel()} />
              </Match>
            </Switch>
          )}
        </Show>
      )}
    </View>
  )
}

function Files(props: StepProps) {
  const whole = (): WholeCheck | undefined => {
    const files = chosenFiles(props.draft.id)
    if (files.length === 0) return undefined
    return async (onProgress, signal) => {
      const look = await checker.whole(files, onProgress, signal)
      const isOfThese = chosenFiles(props.draft.id) === files
      if (isOfThese && !signal.aborted) await props.wizard.update(afterWholeCheck(look))
    }
  }
  return (
    <FilesStep
      draft={props.draft}
      whole={whole()}
      onPick={async (files) => {
        const look = await checker.firstLook(files)
        const before = props.draft.files
        keepFiles(props.draft.id, files)
        await props.wizard.update(afterLook(look))
        await dropUploads(before)
      }}
    />
  )
}

function PanelChoice(props: StepProps & { panels: readonly PanelView[] }) {
  const overlapOf = createOverlaps(
    () => props.panels,
    () => props.draft.sketch,
  )
  return (
    <PanelStep
      panels={props.panels}
      cohort={cohortOf(props.draft)}
      overlapOf={overlapOf}
      chosen={props.draft.panelId}
      onAncestry={(ancestry) => void props.wizard.update({ ancestry })}
      onChoose={(panelId) => {
        // Another panel may take other options: they begin with its defaults.
        void props.wizard.update({ panelId, parameters: {} })
        announce(t().chosen)
      }}
    />
  )
}

function Options(props: StepProps & { panelId: string }) {
  const options = createQuery(
    () => props.panelId,
    (panelId) => read(api.panels[':site'][':name'].options.$get({ param: panelPath(panelId) })),
  )
  return (
    <View query={options}>
      {(known) => (
        <OptionsStep
          options={known()}
          parameters={props.draft.parameters}
          onChange={(parameters) => void props.wizard.update({ parameters })}
        />
      )}
    </View>
  )
}

function EstimateOf(props: StepProps) {
  const usage = createQuery(
    () => 'usage',
    () => read(api.files.usage.$get()),
  )
  const bytes = () => props.draft.files.reduce((sum, { identity }) => sum + identity.size, 0)
  return (
    <Show when={props.wizard.panel()}>
      {(panel) => (
        <EstimateStep
          estimate={estimateOf(panel(), cohortOf(props.draft))}
          uploadBytes={bytes()}
          usage={usage.data()}
        />
      )}
    </Show>
  )
}

function Key(props: StepProps) {
  const put = createAction((publicKey: string) =>
    read(api.me['public-key'].$put({ json: { publicKey } })),
  )
  return (
    <View query={props.wizard.me}>
      {(me) => (
        <KeyStep
          publicKey={me().publicKey}
          isWithoutKey={props.draft.isWithoutKey}
          isBusy={put.isBusy()}
          failure={put.failure()}
          onWithoutKey={(isWithoutKey) => void props.wizard.update({ isWithoutKey })}
          onKey={async (publicKey) => {
            if (!(await put.run(publicKey))) return false
            announce(t().keyTaken, { isShown: true })
            await props.wizard.me.refresh()
            return true
          }}
        />
      )}
    </View>
  )
}
