import { createSignal } from 'solid-js'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { t } from './words.ts'

const ACCEPTED = '.vcf,.gz,.bgz,.bcf,.vcf.gz'

/** A native file field under a label that looks like a button, in a place where files can be dropped. */
export function FilePicker(props: {
  label: string
  isBusy?: boolean
  onPick: (files: readonly File[]) => void
}) {
  const [isOver, setOver] = createSignal(false)
  const take = (files: FileList | null | undefined) => {
    if (files !== null && files !== undefined && files.length > 0) props.onPick([...files])
  }
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
        take(event.dataTransfer?.files)
      }}
    >
      <label
        class={buttonClass(
          'primary',
          'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        )}
      >
        <Icon name="upload" />
        {props.label}
        <input
          type="file"
          multiple
          class="sr-only"
          accept={ACCEPTED}
          disabled={props.isBusy === true}
          onChange={(event) => {
            take(event.currentTarget.files)
            // The same files can be chosen again after they were mended.
            event.currentTarget.value = ''
          }}
        />
      </label>
      <p class="text-sm text-faint">{t().chooseHint}</p>
    </div>
  )
}
