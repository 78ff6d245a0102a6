import { createSignal, For, onCleanup } from 'solid-js'
import { createBatches } from './batches.ts'
import { IconButton } from './button.tsx'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

interface Message {
  readonly id: number
  readonly text: string
}

const SHOWN_MS = 8_000

const [spoken, setSpoken] = createSignal('')
const [shown, setShown] = createSignal<readonly Message[]>([])
let lastId = 0

/** What changes by itself is told at most every 10 seconds, together. */
const batches = createBatches({ pauseMs: 10_000, say: (texts) => setSpoken(texts.join('. ')) })

/** Tells a screen reader what a person has just brought about; with `isShown` everybody sees it too. */
export function announce(text: string, options: { isShown?: boolean } = {}): void {
  setSpoken(text)
  if (options.isShown === true) {
    lastId += 1
    const message = { id: lastId, text }
    setShown((before) => [...before.slice(-2), message])
  }
}

/** Tells a screen reader of a change that came by itself, in its turn. */
export function announceChange(text: string): void {
  batches.add(text)
}

const dismiss = (id: number) => setShown((before) => before.filter((message) => message.id !== id))

/** One for the whole page. */
export function StatusRegion() {
  return (
    <>
      <div role="status" class="sr-only">
        {spoken()}
      </div>
      <div class="pointer-events-none fixed inset-x-0 bottom-0 z-30 flex flex-col items-center gap-2 p-3">
        <For each={shown()}>{(message) => <Toast message={message} />}</For>
      </div>
    </>
  )
}

function Toast(props: { message: Message }) {
  const timer = setTimeout(() => dismiss(props.message.id), SHOWN_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <div class="pointer-events-auto flex max-w-xl items-center gap-2 rounded-md border border-edge bg-raised px-3 py-1 text-sm shadow-lg">
      <Icon name="info" class="text-accent" />
      <span class="py-1">{props.message.text}</span>
      <IconButton icon="cross" label={t().dismiss} onClick={() => dismiss(props.message.id)} />
    </div>
  )
}
