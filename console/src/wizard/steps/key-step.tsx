import { createSignal, Match, Show, Switch } from 'solid-js'
import type { ApiFailure } from '../../api/failure.ts'
import { KnownKey } from '../../keys/known-key.tsx'
import { MakeKey } from '../../keys/make-key.tsx'
import { PasteKey } from '../../keys/paste-key.tsx'
import { RadioGroup } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { takeFocus } from '../../ui/take-focus.ts'
import { t } from '../words.ts'

type How = 'keep' | 'make' | 'paste' | 'none'

/** Whose key opens the results. Only a public key is ever sent. */
export function KeyStep(props: {
  /** The account's, in base64url. */
  publicKey: string | null
  isWithoutKey: boolean
  isBusy: boolean
  failure: ApiFailure | undefined
  /** Gives the account this public key. */
  onKey: (publicKey: string) => Promise<boolean>
  onWithoutKey: (isWithoutKey: boolean) => void
}) {
  const initial = (): How => {
    if (props.publicKey !== null) return 'keep'
    return props.isWithoutKey ? 'none' : 'make'
  }
  const [how, setHow] = createSignal<How>(initial())
  let known: HTMLElement | undefined
  const choices = () =>
    props.publicKey === null
      ? [
          { value: 'make' as const, label: t().keyMake, hint: t().keyMakeHint },
          { value: 'paste' as const, label: t().keyPaste, hint: t().keyPasteHint },
          { value: 'none' as const, label: t().keyNone, hint: t().keyNoneHint },
        ]
      : [
          { value: 'keep' as const, label: t().keyKeep },
          { value: 'make' as const, label: t().keyMake, hint: t().keyMakeHint },
          { value: 'paste' as const, label: t().keyPaste, hint: t().keyPasteHint },
        ]

  async function take(publicKey: string): Promise<void> {
    if (!(await props.onKey(publicKey))) return
    setHow('keep')
    // What was pressed is gone.
    if (known !== undefined) takeFocus(known)
  }

  return (
    <div class="flex max-w-2xl flex-col gap-5">
      <p>{t().keyLead}</p>
      <Show when={props.publicKey}>
        {(key) => (
          <div
            ref={(element) => (known = element)}
            tabindex="-1"
            class="rounded-md border border-line p-3"
          >
            <p class="mb-1 font-medium">{t().keyThere}</p>
            <KnownKey publicKey={key()} />
          </div>
        )}
      </Show>
      <RadioGroup
        label={t().keyHow}
        value={how()}
        choices={choices()}
        onChange={(chosen) => {
          setHow(chosen)
          props.onWithoutKey(chosen === 'none')
        }}
      />
      <Show when={props.failure}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <Switch>
        <Match when={how() === 'make'}>
          <MakeKey isBusy={props.isBusy} onUse={(key) => void take(key)} />
        </Match>
        <Match when={how() === 'paste'}>
          <PasteKey isBusy={props.isBusy} onUse={(key) => void take(key)} />
        </Match>
      </Switch>
    </div>
  )
}
