import type { CreatedToken, CreateToken, TokenScope, TokenView } from '@crosspanel/protocol/account'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { announce } from '../ui/status-region.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Age, ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { t } from './words.ts'

const DAYS = ['7', '30', '90', '366'] as const

/** API tokens, for programs and for the command line on machines without a browser. */
export function Tokens() {
  const tokens = createQuery(
    () => 'tokens',
    () => read(api.tokens.$get()),
  )
  const [isMaking, setMaking] = createSignal(false)
  const [made, setMade] = createSignal<CreatedToken>()
  const [doomed, setDoomed] = createSignal<TokenView>()
  const revoke = createAction((id: string) => done(api.tokens[':id'].$delete({ param: { id } })))
  const columns = (): Column<TokenView>[] => [
    { id: 'name', title: t().name, cell: (token) => token.name },
    { id: 'scope', title: t().tokens.scope, cell: (token) => t().tokens.scopes[token.scope] },
    {
      id: 'used',
      title: t().lastUsed,
      cell: (token) =>
        token.lastUsedAt === null ? t().tokens.neverUsed : <Age at={token.lastUsedAt} />,
    },
    { id: 'expires', title: t().expires, cell: (token) => <ExactTime at={token.expiresAt} /> },
    {
      id: 'revoke',
      title: t().sessions.action,
      cell: (token) => (
        <Button
          look="quiet"
          icon="trash"
          aria-label={t().tokens.revokeOf(token.name)}
          onClick={() => setDoomed(token)}
        >
          {t().tokens.revoke}
        </Button>
      ),
    },
  ]
  return (
    <>
      <p class="mb-3 max-w-prose text-sm text-faint">{t().tokens.text}</p>
      <Show when={made()}>
        {(token) => (
          <ShownOnce
            title={t().tokens.made(token().name)}
            text={t().tokens.once}
            secret={token().token}
          />
        )}
      </Show>
      <View
        query={tokens}
        isEmpty={(data) => data.tokens.length === 0}
        empty={<p class="text-sm text-faint">{t().tokens.none}</p>}
      >
        {(data) => <Table caption={t().tokens.title} columns={columns()} rows={data().tokens} />}
      </View>
      <Button class="mt-3" icon="plus" onClick={() => setMaking(true)}>
        {t().tokens.make}
      </Button>
      <MakeToken
        isOpen={isMaking()}
        onClose={() => setMaking(false)}
        onMade={(token) => {
          setMade(token)
          void tokens.refresh()
        }}
      />
      <ConfirmDialog
        title={t().tokens.revokeOf(doomed()?.name ?? '')}
        isOpen={doomed() !== undefined}
        onClose={() => setDoomed(undefined)}
        verb={t().tokens.revoke}
        isDangerous
        action={revoke}
        argument={doomed()?.id ?? ''}
        onDone={() => {
          announce(t().tokens.revoked, { isShown: true })
          void tokens.refresh()
        }}
      >
        <p>{t().tokens.revokeText}</p>
      </ConfirmDialog>
    </>
  )
}

function MakeToken(props: {
  isOpen: boolean
  onClose: () => void
  onMade: (token: CreatedToken) => void
}) {
  const [name, setName] = createSignal('')
  const [scope, setScope] = createSignal<TokenScope>('read')
  const [days, setDays] = createSignal<(typeof DAYS)[number]>('90')
  const make = createAction(async (json: CreateToken, key) => {
    const header = { 'idempotency-key': key }
    props.onMade(await read(api.tokens.$post({ json, header })))
  })
  function close(): void {
    make.clear()
    props.onClose()
  }
  async function run(event: Event): Promise<void> {
    event.preventDefault()
    const wanted = { name: name(), scope: scope(), expiresInDays: Number(days()) }
    if (!(await make.run(wanted))) return
    setName('')
    close()
  }
  return (
    <Dialog title={t().tokens.make} isOpen={props.isOpen} onClose={close}>
      <form class="flex flex-col gap-3" onSubmit={(event) => void run(event)}>
        <TextField
          label={t().name}
          hint={t().tokens.nameHint}
          required
          maxlength={120}
          value={name()}
          onInput={setName}
          fault={make.faultOf('#/name')}
        />
        <Select
          label={t().tokens.scope}
          value={scope()}
          choices={[
            { value: 'read', label: t().tokens.scopes.read },
            { value: 'full', label: t().tokens.scopes.full },
          ]}
          onChange={setScope}
        />
        <Select
          label={t().expires}
          value={days()}
          choices={DAYS.map((value) => ({ value, label: t().tokens.days(Number(value)) }))}
          onChange={setDays}
        />
        <Show when={make.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
        <div class="flex justify-end">
          <Button type="submit" look="primary" isBusy={make.isBusy()}>
            {t().tokens.make}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
