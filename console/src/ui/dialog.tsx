import { Dialog as Kobalte } from '@kobalte/core/dialog'
import { createSignal, type JSX, Show } from 'solid-js'
import type { Action } from '../api/action.ts'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'
import { createFocusReturn } from './focus-return.ts'
import { FailureBox } from './problem-box.tsx'
import { t } from './words.ts'

/** Focus stays inside, Escape closes it, and goes back to where it was. */
export function Dialog(props: {
  title: string
  isOpen: boolean
  onClose: () => void
  children: JSX.Element
  actions?: JSX.Element
}) {
  const giveFocusBack = createFocusReturn(() => props.isOpen)
  return (
    <Kobalte open={props.isOpen} onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 bg-black/50" />
        <div class="fixed inset-0 z-50 grid place-items-center overflow-y-auto p-4">
          <Kobalte.Content
            class="w-full max-w-lg rounded-lg border border-edge bg-paper p-5 shadow-xl"
            onCloseAutoFocus={giveFocusBack}
          >
            <Kobalte.Title as="h2" class="mb-2">
              {props.title}
            </Kobalte.Title>
            <div class="flex flex-col gap-3 text-sm">{props.children}</div>
            <div class="mt-5 flex flex-wrap justify-end gap-2">{props.actions}</div>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  )
}

/** Asks before something that cannot be taken back; says what will happen. With `word` it has to be typed. */
export function ConfirmDialog<A>(props: {
  title: string
  isOpen: boolean
  onClose: () => void
  /** What the button does, as a verb. */
  verb: string
  isDangerous?: boolean
  word?: string
  action: Action<A>
  argument: A
  onDone?: () => void
  children: JSX.Element
}) {
  const [typed, setTyped] = createSignal('')
  const isReady = () => props.word === undefined || typed().trim() === props.word

  function close(): void {
    setTyped('')
    props.action.clear()
    props.onClose()
  }

  async function run(): Promise<void> {
    if (!isReady() || !(await props.action.run(props.argument))) return
    close()
    props.onDone?.()
  }

  return (
    <Dialog
      title={props.title}
      isOpen={props.isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t().cancel}</Button>
          <Button
            look={props.isDangerous === true ? 'danger' : 'primary'}
            isBusy={props.action.isBusy()}
            disabled={!isReady()}
            onClick={() => void run()}
          >
            {props.verb}
          </Button>
        </>
      }
    >
      {props.children}
      <Show when={props.word}>
        {(word) => (
          <TextField
            label={t().typeToConfirm(word())}
            value={typed()}
            onInput={setTyped}
            autocomplete="off"
          />
        )}
      </Show>
      <Show when={props.action.failure()}>
        {(failure) => <FailureBox failure={failure()} isAlert />}
      </Show>
    </Dialog>
  )
}
