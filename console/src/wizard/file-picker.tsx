import { createSignal } from 'solid-js'
import { FileButton } from '../ui/file-button.tsx'
import { t } from './words.ts'

const ACCEPTED = '.vcf,.gz,.bgz,.bcf,.vcf.gz'

/** Chooses files, in a place where they can be dropped too. */
export function FilePicker(props: {
  label: string
  isBusy?: boolean
  onPick: (files: readonly File[]) => void
}) {
  const [isOver, setOver] = createSignal(false)
  return (
    <div
      class="flex flex-col items-start gap-2 rounded-md border border-dashed p-5"
      classList={{ 'border-accent bg-accent-soft': isOver(), 'border-edge': !isOver() }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length > 0) props.onPick(files)
      }}
    >
      <FileButton
        label={props.label}
        look="primary"
        multiple
        accept={ACCEPTED}
        disabled={props.isBusy === true}
        onPick={props.onPick}
      />
      <p class="text-sm text-faint">{t().chooseHint}</p>
    </div>
  )
}
