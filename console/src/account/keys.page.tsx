import { createSignal, Match, Show, Switch } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { KnownKey } from '../keys/known-key.tsx'
import { MakeKey } from '../keys/make-key.tsx'
import { PasteKey } from '../keys/paste-key.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { RadioGroup } from '../ui/field.tsx'
import { Page, Section } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { View } from '../ui/view.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { t } from './words.ts'

/** The key that results are encrypted for. Its secret half never comes here. */
export default function KeysPage() {
  const me = createQuery(
    () => 'me',
    () => read(api.me.$get()),
  )
  const [how, setHow] = createSignal<'make' | 'paste'>()
  const [isRemoving, setRemoving] = createSignal(false)
  const put = createAction((publicKey: string) =>
    read(api.me['public-key'].$put({ json: { publicKey } })),
  )
  const remove = createAction(() => done(api.me['public-key'].$delete()))

  async function take(publicKey: string): Promise<void> {
    if (!(await put.run(publicKey))) return
    setHow(undefined)
    announce(t().keys.taken, { isShown: true })
    await me.refresh()
  }

  return (
    <Page title={t().title}>
      <AccountTabs />
      <View query={me}>
        {(account) => (
          <div class="flex max-w-2xl flex-col">
            <Section title={t().keys.title}>
              <p class="mb-3 text-sm">{t().keys.text}</p>
              <Show
                when={account().publicKey}
                fallback={<p class="text-sm text-faint">{t().keys.none}</p>}
              >
                {(key) => (
                  <>
                    <KnownKey publicKey={key()} />
                    <Button
                      class="mt-3"
                      look="danger"
                      icon="trash"
                      onClick={() => setRemoving(true)}
                    >
                      {t().keys.remove}
                    </Button>
                  </>
                )}
              </Show>
            </Section>
            <Section title={account().publicKey === null ? t().keys.give : t().keys.another}>
              <div class="flex flex-col gap-4">
                <RadioGroup
                  label={t().keys.how}
                  value={how()}
                  choices={[
                    { value: 'make', label: t().keys.make, hint: t().keys.makeHint },
                    { value: 'paste', label: t().keys.paste, hint: t().keys.pasteHint },
                  ]}
                  onChange={setHow}
                />
                <Show when={put.failure()}>
                  {(failure) => <FailureBox failure={failure()} isAlert />}
                </Show>
                <Switch>
                  <Match when={how() === 'make'}>
                    <MakeKey isBusy={put.isBusy()} onUse={(key) => void take(key)} />
                  </Match>
                  <Match when={how() === 'paste'}>
                    <PasteKey isBusy={put.isBusy()} onUse={(key) => void take(key)} />
                  </Match>
                </Switch>
              </div>
            </Section>
          </div>
        )}
      </View>
      <ConfirmDialog
        title={t().keys.removeTitle}
        isOpen={isRemoving()}
        onClose={() => setRemoving(false)}
        verb={t().keys.remove}
        isDangerous
        action={remove}
        argument={undefined}
        onDone={() => void me.refresh()}
      >
        <p>{t().keys.removeText}</p>
      </ConfirmDialog>
    </Page>
  )
}
