import type { JSX } from 'solid-js'
import { Button, LinkButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Page } from '../ui/page.tsx'
import { diagnosticsOf } from './diagnostics.ts'
import { useConsole } from './context.ts'
import { t } from './words.ts'

function Message(props: { title: string; text: string; children?: JSX.Element }) {
  return (
    <Page title={props.title} isNarrow>
      <p class="mb-4">{props.text}</p>
      <div class="flex flex-wrap gap-2">{props.children}</div>
    </Page>
  )
}

const Home = () => <LinkButton href="/">{t().pages.home}</LinkButton>

export function NotFoundPage() {
  return (
    <Message title={t().pages.notFound.title} text={t().pages.notFound.text}>
      <Home />
    </Message>
  )
}

export function ForbiddenPage() {
  return (
    <Message title={t().pages.forbidden.title} text={t().pages.forbidden.text}>
      <Home />
    </Message>
  )
}

export function OfflinePage() {
  const { session } = useConsole()
  return (
    <Message title={t().pages.offline.title} text={t().pages.offline.text}>
      <Button icon="running" onClick={() => void session.ask()}>
        {t().pages.crashed.reload}
      </Button>
    </Message>
  )
}

/** The page threw: its own script could not be had (after an update of the node) or is wrong. */
export function CrashedPage(props: { error: unknown; at: string }) {
  return (
    <Message title={t().pages.crashed.title} text={t().pages.crashed.text}>
      <Button look="primary" icon="running" onClick={() => location.reload()}>
        {t().pages.crashed.reload}
      </Button>
      <CopyButton
        look="plain"
        label={t().pages.crashed.copy}
        text={diagnosticsOf(props.error, { page: props.at, client: navigator.userAgent })}
      />
    </Message>
  )
}
