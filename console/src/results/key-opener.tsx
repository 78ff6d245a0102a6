import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { createSignal, Show } from 'solid-js'
import { fingerprintOf, type OpenedKey, openRecoveryFile } from '../keys/key-pair.ts'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { Field, TextField } from '../ui/field.tsx'
import { FileButton } from '../ui/file-button.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { t } from './words.ts'

export interface HeldKey extends OpenedKey {
  readonly fingerprint: string
}

/** Opens the researcher's secret key for as long as the page is there; it is stored nowhere. */
export function KeyOpener(props: {
  held: HeldKey | undefined
  onOpened: (key: HeldKey | undefined) => void
}) {
  const [file, setFile] = createSignal<File>()
  const [passphrase, setPassphrase] = createSignal('')
  const [fault, setFault] = createSignal<{ readonly of: 'file' | 'passphrase'; text: string }>()
  const [isBusy, setBusy] = createSignal(false)
  const faultOf = (of: 'file' | 'passphrase') => {
    const found = fault()
    return found?.of === of ? found.text : undefined
  }

  async function open(): Promise<void> {
    const chosen = file()
    setFault(undefined)
    if (chosen === undefined) {
      setFault({ of: 'file', text: t().files.key.noFile })
      return
    }
    setBusy(true)
    try {
      const key = await openRecoveryFile(await chosen.text(), passphrase() || undefined)
      props.onOpened({ ...key, fingerprint: fingerprintOf(key.publicKey) })
      setPassphrase('')
    } catch (error) {
      setFault(faultWords(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Show
      when={props.held}
      fallback={
        <form
          class="flex max-w-xl flex-col gap-3 rounded-md border border-line bg-raised p-4"
          aria-label={t().files.key.title}
          onSubmit={(event) => {
            event.preventDefault()
            void open()
          }}
        >
          <Field label={t().files.key.file} fault={faultOf('file')}>
            {(control) => (
              <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <FileButton
                  {...control}
                  label={t().files.key.choose}
                  onPick={([chosen]) => setFile(chosen)}
                />
                <span class="min-w-0 text-sm wrap-anywhere" role="status">
                  <Show when={file()}>{(chosen) => <Breakable text={chosen().name} />}</Show>
                </span>
              </div>
            )}
          </Field>
          <TextField
            label={t().files.key.passphrase}
            type="password"
            autocomplete="off"
            value={passphrase()}
            onInput={setPassphrase}
            fault={faultOf('passphrase')}
          />
          <div>
            <Button type="submit" look="plain" icon="lock" isBusy={isBusy()}>
              {t().files.key.open}
            </Button>
          </div>
        </form>
      }
    >
      {(key) => (
        <div class="flex flex-wrap items-center gap-3">
          <StateMark tone="good" icon="check">
            {t().files.key.opened(key().fingerprint)}
          </StateMark>
          <Button look="quiet" onClick={() => props.onOpened(undefined)}>
            {t().files.key.close}
          </Button>
        </div>
      )}
    </Show>
  )
}

function faultWords(error: unknown): { readonly of: 'file' | 'passphrase'; text: string } {
  const { faults } = t().files.key
  const code = error instanceof Crypt4ghError ? error.code : undefined
  switch (code) {
    case 'passphrase-wrong':
    case 'passphrase-missing':
      return { of: 'passphrase', text: faults[code] }
    case 'key-file-unsupported':
      return { of: 'file', text: faults[code] }
    default:
      return { of: 'file', text: faults.other }
  }
}
