import type { Logger } from '../logger.ts'

/** Logs a state when it changes, not each time that it is seen. */
export function createStateLog(log: Logger) {
  const states = new Map<string, string>()
  return function note(
    subject: string,
    state: string,
    level: 'info' | 'warn' | 'error',
    fields: Readonly<Record<string, unknown>> = {},
  ): void {
    if (states.get(subject) === state) return
    states.set(subject, state)
    log[level]({ ...fields, state }, subject)
  }
}
