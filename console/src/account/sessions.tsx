import type { SessionView } from '@crosspanel/protocol/account'
import { Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { Button } from '../ui/button.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { Badge } from '../ui/state-mark.tsx'
import { announce } from '../ui/status-region.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { t } from './words.ts'

/** Where one is logged in. */
export function Sessions() {
  const sessions = createQuery(
    () => 'sessions',
    () => read(api.sessions.$get()),
  )
  /** One by its id; all others with `others`. */
  const end = createAction((which: string) =>
    which === 'others'
      ? done(api.sessions.$delete())
      : done(api.sessions[':id'].$delete({ param: { id: which } })),
  )
  async function run(which: string): Promise<void> {
    if (!(await end.run(which))) return
    announce(t().sessions.ended, { isShown: true })
    await sessions.refresh()
  }
  const clientOf = ({ kind, client }: SessionView) =>
    kind === 'command-line' && client !== null
      ? t().sessions.commandLineOn(client)
      : (client ?? t().sessions.kinds[kind])
  const columns = (): Column<SessionView>[] => [
    {
      id: 'client',
      title: t().sessions.where,
      cell: (session) => (
        <>
          {clientOf(session)}{' '}
          <Show when={session.isCurrent}>
            <Badge>{t().sessions.current}</Badge>
          </Show>
        </>
      ),
    },
    { id: 'network', title: t().sessions.network, cell: (session) => session.network ?? '–' },
    { id: 'used', title: t().lastUsed, cell: (session) => <Age at={session.lastUsedAt} /> },
    { id: 'since', title: t().created, cell: (session) => <Age at={session.createdAt} /> },
    {
      id: 'end',
      title: t().sessions.action,
      cell: (session) => (
        <Show when={!session.isCurrent}>
          <Button
            look="quiet"
            aria-label={t().sessions.endOf(clientOf(session))}
            onClick={() => void run(session.id)}
          >
            {t().sessions.end}
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <>
      <Show when={end.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <View query={sessions}>
        {(data) => (
          <>
            <Table caption={t().sessions.title} columns={columns()} rows={data().sessions} />
            <Show when={data().sessions.length > 1}>
              <Button class="mt-3" isBusy={end.isBusy()} onClick={() => void run('others')}>
                {t().sessions.endOthers}
              </Button>
            </Show>
          </>
        )}
      </View>
    </>
  )
}
