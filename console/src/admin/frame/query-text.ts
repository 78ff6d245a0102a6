type Given = Readonly<Record<string, string | readonly string[] | undefined>>

/** The filters of a list as its address has them; empty ones are left out. */
export function filtersOf<K extends string>(
  given: Given,
  names: readonly K[],
): Partial<Record<K, string>> {
  const kept = names.flatMap((name) => {
    const value = given[name]
    const text = typeof value === 'string' ? value.trim() : ''
    return text === '' ? [] : [[name, text] as const]
  })
  return Object.fromEntries(kept) as Partial<Record<K, string>>
}

/** The same list with these filters changed; a list that is another begins at its first page. */
export function addressOf(
  path: string,
  filters: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== '') query.set(name, value)
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** What a request asks for; a filter that is not set is not sent. */
export function withoutUndefined<T extends object>(query: T): Partial<T> {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<T>
}
