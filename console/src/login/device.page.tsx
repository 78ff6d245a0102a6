import type { DeviceLoginRequest } from '@crosspanel/protocol/device-login'
import { isUserCode, plainUserCode, shownUserCode } from '@crosspanel/protocol/user-code'
import { useSearchParams } from '@solidjs/router'
import { createSignal, Match, onMount, Show, Switch } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { DeviceFailure } from './device-failure.tsx'
import { type Decision, DeviceDecided, DeviceQuestion } from './device-question.tsx'
import { t } from './words.ts'

/** Where the code of a command line is typed, and its login approved (RFC 8628). */
export default function DevicePage() {
  const [search] = useSearchParams<{ code?: string }>()
  const [asked, setAsked] = createSignal<DeviceLoginRequest>()
  const [decision, setDecision] = createSignal<Decision>()

  return (
    <Page title={t().device.title} isNarrow>
      <Switch fallback={<CodeForm code={search.code ?? ''} onFound={setAsked} />}>
        <Match when={decision()}>{(decided) => <DeviceDecided decision={decided()} />}</Match>
        <Match when={asked()}>
          {(request) => (
            <DeviceQuestion
              request={request()}
              onDecided={setDecision}
              onOther={() => setAsked(undefined)}
            />
          )}
        </Match>
      </Switch>
    </Page>
  )
}

function CodeForm(props: { code: string; onFound: (request: DeviceLoginRequest) => void }) {
  const [typed, setTyped] = createSignal(props.code)
  const [fault, setFault] = createSignal<string>()
  const find = createAction(async (userCode: string) =>
    props.onFound(await read(api['device-logins']['look-up'].$post({ json: { userCode } }))),
  )

  async function look(): Promise<void> {
    const code = plainUserCode(typed())
    const isWhole = isUserCode(code)
    setFault(isWhole ? undefined : t().device.codeFault)
    if (!isWhole) return
    setTyped(shownUserCode(code))
    await find.run(code)
  }
  // The link at the terminal has the code in it.
  onMount(() => void (props.code !== '' && look()))

  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void look()
      }}
    >
      <p class="text-sm">{t().device.lead}</p>
      <Show when={find.failure()}>{(failure) => <DeviceFailure failure={failure()} />}</Show>
      <TextField
        label={t().device.code}
        hint={t().device.codeHint}
        name="user-code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        required
        value={typed()}
        onInput={setTyped}
        fault={fault()}
      />
      <Button type="submit" look="primary" isBusy={find.isBusy()}>
        {t().device.find}
      </Button>
    </form>
  )
}
