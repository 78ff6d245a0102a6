import { type JSX, onCleanup } from 'solid-js'
import { transport } from '../api/transport.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { failureTitle } from '../ui/failure-words.ts'
import { Page } from '../ui/page.tsx'
import { announce } from '../ui/status-region.tsx'
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
  const { session } = useConsole()
  /** Whoever is logged out is asked to log in, and comes back here. */
  async function logInAnew(): Promise<void> {
    try {
      await session.logOut()
    } catch (error) {
      announce(await failureTitle(error), { isShown: true })
    }
  }
  return (
    <Message title={t().pages.forbidden.title} text={t().pages.forbidden.text}>
      <Home />
      <Button icon="person" onClick={() => void logInAnew()}>
        {t().pages.forbidden.other}
      </Button>
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

const ASK_AGAIN_MS = 5_000

/** The page's script could not be had. Once the server answers, all is loaded anew: after an update it has other scripts. */
export function UnfetchedPage() {
  async function loadAgain(): Promise<void> {
    const answer = await transport('/', { method: 'HEAD' }).catch(() => undefined)
    if (answer?.ok === true) location.reload()
  }
  const timer = setInterval(() => void loadAgain(), ASK_AGAIN_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <Message title={t().pages.unfetched.title} text={t().pages.offline.text}>
      <Button icon="running" onClick={() => void loadAgain()}>
        {t().pages.crashed.reload}
      </Button>
    </Message>
  )
}

/** The page threw. */
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
