import type { RunSummary } from '@crosspanel/protocol/summary'
import { For } from 'solid-js'
import { CopyButton } from '../ui/copy-button.tsx'
import { methodsParagraph } from './methods.ts'
import { referencesOf } from './references.ts'
import { t } from './words.ts'

/** What to write of this run in a paper, ready to paste. */
export function MethodsText(props: { summary: RunSummary }) {
  const paragraph = () => methodsParagraph(props.summary)
  const references = () => referencesOf(props.summary)
  return (
    <div class="flex max-w-3xl flex-col gap-3 text-sm">
      <p class="text-faint">{t().methods.lead}</p>
      <div class="rounded-md border border-line bg-raised p-4">
        <p>{paragraph()}</p>
        <h3 class="mt-3 mb-1">{t().methods.references}</h3>
        <ol class="list-decimal pl-5">
          <For each={references()}>{(reference) => <li>{reference}</li>}</For>
        </ol>
      </div>
      <p class="text-faint">{t().methods.ownText}</p>
      <div>
        <CopyButton
          look="plain"
          text={[paragraph(), '', t().methods.references, ...references(), ''].join('\n')}
        />
      </div>
    </div>
  )
}
