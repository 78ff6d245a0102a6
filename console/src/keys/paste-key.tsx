import { createSignal } from 'solid-js'
import { readPastedKey } from './key-pair.ts'
import { NeedsHttps } from './needs-https.tsx'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { t } from './words.ts'

/** Takes a public key; a secret one is known as such before it is sent anywhere. */
export function PasteKey(props: { isBusy: boolean; onUse: (publicKey: string) => void }) {
  const [text, setText] = createSignal('')
  const [fault, setFault] = createSignal<string>()

  function use(event: SubmitEvent): void {
    event.preventDefault()
    const key = readPastedKey(text())
    if (key.kind === 'public') return props.onUse(key.publicKey)
    setFault(key.kind === 'secret' ? t().pasteSecret : t().pasteBad)
  }

  return (
    <NeedsHttps>
      <form class="flex max-w-xl flex-col items-start gap-3" onSubmit={use}>
        <TextArea
          class="w-full"
          label={t().pasteLabel}
          hint={t().pasteHint}
          value={text()}
          fault={fault()}
          spellcheck={false}
          autocomplete="off"
          onInput={(value) => {
            setText(value)
            setFault(undefined)
          }}
        />
        <Button type="submit" look="primary" isBusy={props.isBusy}>
          {t().pasteUse}
        </Button>
      </form>
    </NeedsHttps>
  )
}
