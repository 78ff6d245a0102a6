/** A federation admin, as other modules need to know one. */
export interface Admin {
  readonly id: string
  readonly email: string
}

/** An admin and the session that lets them in. */
export interface LoggedInAdmin extends Admin {
  readonly sessionSha256: string
  readonly sessionExpiresAt: Date
}
