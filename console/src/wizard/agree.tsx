import type { PanelView } from '@crosspanel/protocol/panel'
import { createSignal } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { View } from '../ui/view.tsx'
import { type Draft, isAgreed } from './draft.ts'
import { TermsStep } from './steps/terms-step.tsx'
import type { Wizard } from './wizard.ts'

/** The draft keeps an agreement once everything was ticked, and loses it when anything is taken back. */
export function AgreeToTerms(props: { wizard: Wizard; draft: Draft; panel: PanelView }) {
  const status = createQuery(
    () => 'status',
    () => read(api.status.$get()),
  )
  const wasAgreed = isAgreed(props.draft, props.panel)
  /** The very text that was ticked: another one needs another tick. */
  const [ticked, setTicked] = createSignal(wasAgreed ? props.panel.terms : undefined)
  const [isSendAgreed, setSendAgreed] = createSignal(wasAgreed)
  const isTermsAgreed = () => ticked() !== undefined && ticked() === props.panel.terms

  function keep(): void {
    const { panelId, terms } = props.panel
    const isWhole = isSendAgreed() && (terms === undefined || isTermsAgreed())
    void props.wizard.update({ agreement: isWhole ? { panelId, terms } : undefined })
  }

  return (
    <View query={status}>
      {(site) => (
        <TermsStep
          panel={props.panel}
          home={site().siteName}
          isHome={site().siteId === props.panel.hostSite}
          isTermsAgreed={isTermsAgreed()}
          isSendAgreed={isSendAgreed()}
          onTerms={(isAgreedNow) => {
            setTicked(isAgreedNow ? props.panel.terms : undefined)
            keep()
          }}
          onSend={(isAgreedNow) => {
            setSendAgreed(isAgreedNow)
            keep()
          }}
        />
      )}
    </View>
  )
}
