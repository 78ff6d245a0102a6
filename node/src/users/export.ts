import { DomainError } from '@crosspanel/protocol/problem'
import { textStream } from '../text-stream.ts'
import type { Account } from './account.ts'
import type { SessionStore } from './session-store.ts'
import type { UserStore } from './store.ts'
import type { TokenStore } from './token-store.ts'
import { sessionViewOf, tokenViewOf, viewOf } from './views.ts'

/** What other modules have of an account, as its owner sees it, a page at a time. */
export interface AccountRecords {
  readonly jobs: (account: Account) => AsyncIterable<unknown>
  readonly files: (account: Account) => AsyncIterable<unknown>
  readonly activity: (account: Account) => AsyncIterable<unknown>
}

export interface ExportDeps {
  readonly store: Pick<UserStore, 'find'>
  readonly sessions: Pick<SessionStore, 'list'>
  readonly tokenStore: Pick<TokenStore, 'list'>
  readonly records: AccountRecords
  readonly now: () => Date
}

/** All that the site has of a person, as one JSON document that is written while it is read. */
export function createExport({ store, sessions, tokenStore, records, now }: ExportDeps) {
  async function* parts(account: Account): AsyncGenerator<string, void, undefined> {
    const row = await store.find(account.id)
    if (row === undefined) throw new DomainError('account-not-found')
    const own = {
      exportedAt: now().toISOString(),
      account: viewOf(row),
      sessions: (await sessions.list(account.id, now())).map((session) =>
        sessionViewOf(session, account.sessionId),
      ),
      tokens: (await tokenStore.list(account.id)).map(tokenViewOf),
    }
    yield JSON.stringify(own).slice(0, -1)
    for (const name of ['jobs', 'files', 'activity'] as const) {
      yield `,\n"${name}":[`
      let isFirst = true
      for await (const record of records[name](account)) {
        yield `${isFirst ? '' : ','}\n${JSON.stringify(record)}`
        isFirst = false
      }
      yield ']'
    }
    yield '}\n'
  }

  return {
    exportAccount(account: Account): ReadableStream<Uint8Array> {
      return textStream(parts(account))
    },
  }
}
