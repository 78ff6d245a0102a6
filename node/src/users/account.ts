export const ROLES = ['researcher', 'site-admin'] as const
export type Role = (typeof ROLES)[number]

/** Who makes a request, and by what: a session of the browser or the command line, or an API token. */
export interface Account {
  readonly id: string
  readonly role: Role
  readonly via: 'session' | 'token'
}
