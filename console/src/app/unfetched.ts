const unfetched = new WeakSet<Error>()

/**
 * Notes the errors of scripts that could not be had: the server does not answer, or has other ones since an update.
 * Vite tells of them by an event; in words each browser has its own.
 */
export function watchFetches(target: EventTarget): void {
  target.addEventListener('vite:preloadError', (event) => {
    const { payload } = event as Event & { readonly payload?: unknown }
    if (payload instanceof Error) unfetched.add(payload)
  })
}

/** Whether a page failed because its script is not there, and not because of what is in it. */
export const isUnfetched = (error: unknown): boolean =>
  error instanceof Error && unfetched.has(error)
