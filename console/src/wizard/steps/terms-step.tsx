import type { PanelView } from '@crosspanel/protocol/panel'
import { Show } from 'solid-js'
import { Checkbox } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { Facts } from '../../ui/table.tsx'
import { t } from '../words.ts'

/** Where the data go and what is agreed to, before anything is sent. */
export function TermsStep(props: {
  panel: PanelView
  /** This site's name. */
  home: string
  isHome: boolean
  isTermsAgreed: boolean
  isSendAgreed: boolean
  onTerms: (isAgreed: boolean) => void
  onSend: (isAgreed: boolean) => void
}) {
  const host = () => `${props.panel.hostName} (${props.panel.hostSite})`
  return (
    <div class="max-w-3xl">
      <Section title={t().where}>
        <ul class="flex list-disc flex-col gap-1 pl-5">
          <li>{props.isHome ? t().whereHome(props.home) : t().whereAway(props.home, host())}</li>
          <li>{t().whereIds}</li>
          <Show when={!props.isHome}>
            <li>{t().whereBack}</li>
          </Show>
        </ul>
      </Section>
      <Section title={t().termsTitle}>
        <Show when={props.panel.licence}>
          {(licence) => (
            <div class="mb-3">
              <Facts facts={[[t().licence, licence()]]} />
            </div>
          )}
        </Show>
        <Show when={props.panel.terms} fallback={<p class="text-faint">{t().noTerms}</p>}>
          {(terms) => (
            <div
              class="max-h-80 overflow-y-auto rounded-md border border-line bg-raised p-3 text-sm whitespace-pre-wrap"
              tabindex="0"
              role="region"
              aria-label={t().termsTitle}
            >
              {terms()}
            </div>
          )}
        </Show>
      </Section>
      <div class="flex flex-col gap-3">
        <Show when={props.panel.terms !== undefined}>
          <Checkbox
            label={t().agreeTerms}
            hint={t().agreeTermsHint}
            isChecked={props.isTermsAgreed}
            onChange={props.onTerms}
          />
        </Show>
        <Checkbox
          label={t().agreeSend(host())}
          isChecked={props.isSendAgreed}
          onChange={props.onSend}
        />
      </div>
    </div>
  )
}
