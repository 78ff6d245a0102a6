import { createSignal, onCleanup } from 'solid-js'
import { Button, type ButtonLook } from './button.tsx'
import { announce } from './status-region.tsx'
import { Typed } from './typed.tsx'
import { t } from './words.ts'

const SHOWN_MS = 2_000

/** Copies, and says in words whether it could: the clipboard may be refused, and is missing on plain http. */
export function CopyButton(props: {
  text: string
  label?: string
  look?: ButtonLook
  /** Where the window is narrow its words are for screen readers alone. */
  isIconWhereNarrow?: boolean
}) {
  const [isCopied, setCopied] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(props.text)
      setCopied(true)
      announce(t().copied)
      timer = setTimeout(() => setCopied(false), SHOWN_MS)
    } catch {
      announce(t().copyFailed, { isShown: true })
    }
  }

  return (
    <Button
      look={props.look ?? 'quiet'}
      icon={isCopied() ? 'check' : 'copy'}
      onClick={() => void copy()}
    >
      <span classList={{ 'max-sm:sr-only': props.isIconWhereNarrow === true }}>
        {isCopied() ? t().copied : (props.label ?? t().copy)}
      </span>
    </Button>
  )
}

/** A command to type elsewhere. */
export function Command(props: { text: string }) {
  return (
    <div class="flex items-start justify-between gap-2 rounded-md border border-line bg-sunk p-2">
      <code class="min-w-0 py-1.5 font-mono text-sm whitespace-pre-wrap">
        <Typed text={props.text} />
      </code>
      <CopyButton text={props.text} isIconWhereNarrow />
    </div>
  )
}
