import { createSignal } from 'solid-js'
import { type ApiFailure, asFailure } from './failure.ts'
import { createQuery, type Query, type QueryOptions } from './query.ts'

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Cursor of the page after; `null` at the end. */
  readonly next: string | null
}

export interface Pages<Row> extends Query<Page<Row>> {
  /** Reads the page after those that are there; does nothing at the end, or while one is being read. */
  more(): Promise<void>
  isLoadingMore(): boolean
  /** Why the page after could not be had. */
  moreFailure(): ApiFailure | undefined
}

/** A list in keyset pages as one growing list. Read again, it has as many pages as before. */
export function createPages<Row extends { readonly id: string }, K>(
  key: () => K,
  readPage: (key: K, cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  options: QueryOptions<Page<Row>> = {},
): Pages<Row> {
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  const [moreFailure, setMoreFailure] = createSignal<ApiFailure>()
  let loaded = { key: undefined as K | undefined, pages: 1 }

  async function readAll(wanted: K, signal: AbortSignal): Promise<Page<Row>> {
    if (loaded.key !== wanted) loaded = { key: wanted, pages: 1 }
    let all = await readPage(wanted, undefined, signal)
    for (let page = 1; page < loaded.pages && all.next !== null; page += 1) {
      const { rows, next } = await readPage(wanted, all.next, signal)
      all = { rows: [...all.rows, ...rows], next }
    }
    return all
  }

  const query = createQuery(key, readAll, options)

  async function more(): Promise<void> {
    const cursor = query.data()?.next
    if (isLoadingMore() || cursor === null || cursor === undefined) return
    setLoadingMore(true)
    setMoreFailure(undefined)
    try {
      const { rows, next } = await readPage(key(), cursor, new AbortController().signal)
      // Read again meanwhile: the page would come to lie in the wrong place.
      if (query.data()?.next !== cursor) return
      loaded.pages += 1
      query.change((data) => ({ rows: [...data.rows, ...rows], next }))
    } catch (error) {
      setMoreFailure(asFailure(error))
    } finally {
      setLoadingMore(false)
    }
  }

  return { ...query, more, isLoadingMore, moreFailure }
}
