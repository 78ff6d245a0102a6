/** What a browser says of who asks for a request. */
export interface RequestOrigin {
  /** The request's own address. */
  readonly url: string
  /** `Origin`. Browsers send it with every changing request. */
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`: what the browser itself makes of the two addresses; a page cannot set it. */
  readonly secFetchSite: string | undefined
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
export const isReading = (method: string): boolean => READING.has(method)

export function requestOriginOf(
  url: string,
  header: (name: string) => string | undefined,
): RequestOrigin {
  return { url, origin: header('origin'), secFetchSite: header('sec-fetch-site') }
}

/** `none` is a person who typed an address; no page asked for it. */
const OWN_SITE = ['same-origin', 'none']

/**
 * Whether a changing request is asked for by a page of this server, or by no page at all (T24). One
 * by cookie without `Origin` is no browser's. `serverOrigin` is where people reach the server.
 */
export function isAskedByOwnPage(
  request: RequestOrigin,
  {
    serverOrigin,
    isByCookie,
  }: { readonly serverOrigin: string | undefined; readonly isByCookie: boolean },
): boolean {
  if (!OWN_SITE.includes(request.secFetchSite ?? 'none')) return false
  return request.origin === undefined ? !isByCookie : isOwnOrigin(request, serverOrigin)
}

/**
 * For reading what goes on for long: browsers name the origin of a page that asks for another site's
 * answer, and what kind of page it was. A page of our own names none, or ours (T24).
 */
export function isAskedByForeignPage(
  request: RequestOrigin,
  serverOrigin: string | undefined,
): boolean {
  const isForeign = request.origin !== undefined && !isOwnOrigin(request, serverOrigin)
  return isForeign || request.secFetchSite === 'cross-site'
}

function isOwnOrigin({ origin, url }: RequestOrigin, serverOrigin: string | undefined): boolean {
  return origin === serverOrigin || origin === new URL(url).origin
}
