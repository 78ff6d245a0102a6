import { createSignal, Show } from 'solid-js'
import { makeKey, type MadeKey } from './key-pair.ts'
import { NeedsHttps } from './needs-https.tsx'
import { missingCharacters, PASSPHRASE_MIN_LENGTH } from './own-key.ts'
import { PasswordField } from '../login/password-field.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemBox } from '../ui/problem-box.tsx'
import { saveText } from '../ui/save.ts'
import { takeFocus } from '../ui/take-focus.ts'
import { t } from './words.ts'

const RECOVERY_NAME = 'crosspanel-key.sec'

/** Makes a key pair in the browser. The public half is taken only once the recovery file was saved. */
export function MakeKey(props: { isBusy: boolean; onUse: (publicKey: string) => void }) {
  const [passphrase, setPassphrase] = createSignal('')
  const [isMaking, setMaking] = createSignal(false)
  const [made, setMade] = createSignal<MadeKey>()
  const [isSaved, setSaved] = createSignal(false)
  const [wasTried, setTried] = createSignal(false)
  const missing = () => missingCharacters(passphrase())

  async function make(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (missing() > 0 || isMaking()) return
    setMaking(true)
    setMade(await makeKey(passphrase()).finally(() => setMaking(false)))
    setPassphrase('')
  }

  return (
    <NeedsHttps>
      <Show
        when={made()}
        fallback={
          <form class="flex max-w-md flex-col gap-3" onSubmit={(event) => void make(event)}>
            <PasswordField
              label={t().passphrase}
              hint={t().passphraseHint(PASSPHRASE_MIN_LENGTH)}
              value={passphrase()}
              onInput={setPassphrase}
              autocomplete="new-password"
              fault={wasTried() && missing() > 0 ? t().passphraseShort(missing()) : undefined}
            />
            <Button type="submit" look="primary" icon="lock" isBusy={isMaking()}>
              {isMaking() ? t().makingKey : t().makeKey}
            </Button>
          </form>
        }
      >
        {(key) => (
          <ProblemBox
            isAlert
            tone="warn"
            title={t().keyMade}
            why={t().keyMadeText}
            actions={
              <>
                <Button
                  ref={takeFocus}
                  look={isSaved() ? 'plain' : 'primary'}
                  icon="download"
                  onClick={() => {
                    saveText(RECOVERY_NAME, 'text/plain', key().recoveryFile)
                    setSaved(true)
                  }}
                >
                  {t().saveRecovery}
                </Button>
                <Button
                  look={isSaved() ? 'primary' : 'plain'}
                  disabled={!isSaved()}
                  isBusy={props.isBusy}
                  onClick={() => props.onUse(key().publicKey)}
                >
                  {t().recoveryUse}
                </Button>
              </>
            }
          >
            <Show when={!isSaved()}>
              <p class="text-sm">{t().recoveryFirst}</p>
            </Show>
          </ProblemBox>
        )}
      </Show>
    </NeedsHttps>
  )
}
