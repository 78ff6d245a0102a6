import { Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Command } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ExactTime } from '../../ui/time.tsx'
import { t as ui } from '../../ui/words.ts'
import { t } from './words.ts'

/** A link that is shown this once. */
export interface HandedLink {
  readonly link: string
  readonly expiresAt: string
  readonly kind: 'setUp' | 'recovery'
}

export const setUpLinkOf = (setUpToken: string): string => `${location.origin}/set-up#${setUpToken}`

export function LinkDialog(props: { link: HandedLink | undefined; onClose: () => void }) {
  return (
    <Show when={props.link}>
      {(handed) => (
        <Dialog
          title={t().linkTitle}
          isOpen
          onClose={props.onClose}
          actions={<Button onClick={props.onClose}>{ui().close}</Button>}
        >
          <p>{handed().kind === 'setUp' ? t().setUpText : t().recoveryText}</p>
          <Command text={handed().link} />
          <p>
            {t().goodUntil} <ExactTime at={handed().expiresAt} />
          </p>
        </Dialog>
      )}
    </Show>
  )
}
